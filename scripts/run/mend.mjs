import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Faults of packages that their makers have not mended yet, each a text in a file and what takes its place.
// docs/decisions/0021 says why, and when this goes.
const mends = [
  {
    // What a connection was doing when it was lost must not go on in the next one: a write that waits for its turn would hold
    // back all later ones, and an answer would be taken for that of another statement.
    file: 'postgres/src/connection.js',
    changes: [
      [
        `  function execute(q) {
    if (terminated)`,
        `  function execute(q) {
    if (!terminated && (!socket || socket.destroyed))
      return queryError(q, Errors.connection('CONNECTION_CLOSED', options)), true

    if (terminated)`,
      ],
      [
        `  function nextWrite(fn) {
    const x`,
        `  function nextWrite(fn) {
    if (!socket) {
      chunk = nextWriteTimer = null
      return true
    }

    const x`,
      ],
      [
        `    incomings = null
    clearImmediate(nextWriteTimer)
    socket.removeListener`,
        `    incomings = null
    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener`,
      ],
      // With one host there is no other to try: whoever waits for the connection is told, and the next one waits a moment.
      [
        `    if (initial)
      return reconnect()

    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))`,
        `    if (initial && options.host[1])
      return forget(), reconnect()

    const lost = Errors.connection('CONNECTION_CLOSED', options, socket)
    errored(lost)
    while (sent.length)
      queryError(sent.shift(), lost)`,
      ],
      [
        `    closedTime = performance.now()
    hadError &&`,
        `    forget()
    closedTime = performance.now()
    hadError &&`,
      ],
      [
        `  /* Handlers */
`,
        `  function forget() {
    query = results = errorResponse = null
    result = new Result()
    rows = 0
  }

  /* Handlers */
`,
      ],
      [
        `    query = results = errorResponse = null
    result = new Result()
    connectTimer.cancel()`,
        `    forget()
    connectTimer.cancel()`,
      ],
      [`return fetchArrayTypes()\n`, `return fetchArrayTypes().catch(noop)\n`],
      // A statement that cannot be written is refused itself, not the one before it.
      [
        `    } catch (error) {
      sent.length === 0 && write(Sync)`,
        `    } catch (error) {
      if (q !== query)
        return sent.remove(q), queryError(q, error), true

      sent.length === 0 && write(Sync)`,
      ],
      // What is sent once more is made of what was given, not of what was made of it.
      [
        `    q.retried = error
    execute(q)`,
        `    q.retried = error
    q.parameters = null
    execute(q)`,
      ],
      // A cursor may be waited for longer than its connection lives.
      [
        `    try {
      const x = await Promise.resolve(query.cursorFn(result))
      rows = 0`,
        `    const q = query
    try {
      const x = await Promise.resolve(q.cursorFn(result))
      if (q !== query)
        return

      rows = 0`,
      ],
      [
        `      write(Sync)
      query.reject(err)`,
        `      q === query && write(Sync)
      q.reject(err)`,
      ],
    ],
  },
  {
    // A transaction whose connection was lost sends nothing more: the rest of it, its COMMIT too, would run in whatever
    // transaction has the connection next.
    file: 'postgres/src/index.js',
    changes: [
      [
        `      , connection
      , prepare = null`,
        `      , connection
      , lost = null
      , prepare = null`,
      ],
      [
        `new Promise((_, reject) => connection.onclose = reject)`,
        `new Promise((_, reject) => connection.onclose = e => {
          lost = e
          while (queries.length)
            queries.shift().reject(e)
          reject(e)
        })`,
      ],
      [
        `(uncaughtError = e))
        c.queue`,
        `(uncaughtError = e))
        if (lost)
          return q.reject(lost)

        c.queue`,
      ],
    ],
  },
];

/** What the mends are, so that other ones are noticed. */
export const mendsHash = createHash('sha256').update(JSON.stringify(mends)).digest('hex');

/** Mends the packages in a folder; one that is mended stays as it is. @throws Error where a file is not what the mend was made for */
export function mendPackages(packages) {
  for (const { file, changes } of mends) {
    const path = join(packages, file);
    const text = readFileSync(path, 'utf8');
    const mended = changes.reduce((before, [from, to]) => {
      if (before.includes(to)) return before;
      if (before.split(from).length !== 2)
        throw new Error(`${file} is not what it was when scripts/run/mend.mjs was written: look whether it still needs to be mended.`);
      return before.replace(from, () => to);
    }, text);
    if (mended !== text) writeFileSync(path, mended);
  }
}
