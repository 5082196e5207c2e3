import { resolve } from 'node:path';
import { compose, type Latchkey } from './compose.ts';
import { ConfigError, readConfig } from './config.ts';
import { isWriteToLostConnection } from './db/driver.ts';
import { explainDisk } from './lib/disk.ts';
import { restore } from './restore.ts';

// sysexits.h: the configuration is at fault, so starting again will not help.
const badConfiguration = 78;

process.on('uncaughtException', (error) => {
  if (isWriteToLostConnection(error)) return;
  console.error(error);
  process.exit(1);
});

const restoreFrom = process.argv[process.argv.indexOf('--restore') + 1];
if (process.argv.includes('--restore') && restoreFrom) {
  const rows = await orExplain(() => restore(readConfig(process.env), restoreFrom, say));
  console.log(`${rows} rows were restored. Start the server.`);
  process.exit(0);
}

const latchkey = await orExplain(() => compose(readConfig(process.env), { say }));
console.log(process.argv.includes('--json') ? JSON.stringify(told(latchkey)) : readyLines(latchkey));

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    // A second Ctrl-C is somebody who does not want to wait; a second SIGTERM is systemd, which tells every process.
    if (stopping && signal === 'SIGINT') process.exit(1);
    if (stopping) return;
    stopping = true;
    await latchkey.stop();
    process.exit(0);
  });
}

/** What goes wrong at start is told in a line or two, and the exit code says whether starting again can help. */
async function orExplain<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { DATABASE_URL, DATA_DIR } = process.env;
    const told = DATABASE_URL ? error : explainDisk(error, resolve(DATA_DIR || 'data'));
    console.error((told as Error).message);
    process.exit(error instanceof ConfigError ? badConfiguration : 1);
  }
}

function say(line: string): void {
  console.error(line);
}

function told({ address, database, mail, mailboxLink, setupLink }: Latchkey) {
  return { address, database, mail, mailboxLink, setupLink };
}

function readyLines({ address, database, mail, mailboxLink, setupLink }: Latchkey): string {
  return [
    `Latchkey is ready at ${address}`,
    `  database  ${database}`,
    `  mail      ${mailboxLink ? `a trial mailbox, for you alone: ${mailboxLink}` : mail}`,
    ...(setupLink ? [`  next      make the first owner: ${setupLink}`] : []),
  ].join('\n');
}
