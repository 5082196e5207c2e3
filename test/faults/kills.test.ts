import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../demo/freePorts.ts';
import { smtpServer } from '../mail/smtpServer.ts';
import { type Answer, ApiClient } from '../support/apiClient.ts';
import { builtServer } from '../support/builtPrograms.ts';
import { hardwareKey, phone } from '../support/devices.ts';
import { activate } from '../support/people.ts';
import { type RunningProgram, runProgram } from '../support/program.ts';

const enrolments = 200;
const kills = 20;
const workers = 6;
const operatorToken = 'operator-token-of-thirty-two-characters';

let folder: string;
let smtp: Awaited<ReturnType<typeof smtpServer>>;
let port: number;
let program: RunningProgram;

beforeAll(async () => {
  [folder, smtp, port] = await Promise.all([mkdtemp(join(tmpdir(), 'latchkey-kills-')), smtpServer(), freePort()]);
});
afterAll(async () => {
  program?.kill('SIGTERM');
  await program?.exit;
  await smtp.close();
  await rm(folder, { recursive: true, force: true });
});

const address = () => `http://localhost:${port}`;

async function start(): Promise<void> {
  program = runProgram(builtServer, ['--json'], {
    PORT: String(port),
    DATA_DIR: folder,
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Keys <keys@example.org>',
    LATCHKEY_OPERATOR_TOKEN: operatorToken,
    TRUSTED_PROXY_HOPS: '1',
    LOG_LEVEL: 'silent',
  });
  await program.line(/^\{/);
}

/** Kills the server, its database, or both at once, and starts what does not start by itself. */
async function kill(what: 'server' | 'database' | 'both'): Promise<void> {
  const postmaster = Number((await readFile(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]);
  if (what !== 'server' && postmaster) process.kill(postmaster, 'SIGKILL');
  if (what === 'database') return;
  program.kill('SIGKILL');
  await program.exit;
  await start();
}

const operator = () => new ApiClient(address(), { bearer: operatorToken });

/** Does something until the server says clearly that it was done, or that it cannot be. */
async function untilAnswered(work: () => Promise<Answer['data']>): Promise<Answer['data']> {
  for (let tries = 1; ; tries += 1) {
    const answer = await work().catch((error: Error) => {
      // A line that broke, a server that starts, a database that is away: nothing else may come.
      if (!/fetch failed|TRY_AGAIN|HTTP 503|other side closed|ECONNRE/.test(`${error.message} ${error.cause ?? ''}`)) throw error;
      return null;
    });
    if (answer !== null && answer.code !== 'TRY_AGAIN') return answer;
    if (tries > 600) throw new Error('The server did not come back');
    await delay(50);
  }
}

/** What was acknowledged to the client of one enrolment. */
interface Acknowledged {
  email: string;
  userId: string;
  enrolmentId: string;
  activated: boolean;
}

async function enrol(number: number, acknowledged: Acknowledged[]): Promise<void> {
  const email = `kill${number}@example.org`;
  const isPhone = number % 2 === 0;
  const input = {
    details: { displayName: `Kill ${number}`, email, username: `kill${number}` },
    securityKey: isPhone ? { smartphone: {} } : { hardwareKey: {} },
    idempotencyKey: `kill-${number}`,
  };
  const made = await untilAnswered(() => operator().mutate('createUser', input, 'user { id } enrolment { id }'));
  expect(made.code, JSON.stringify(made)).toBeUndefined();
  const entry: Acknowledged = { email, userId: made.user.id, enrolmentId: made.enrolment.id, activated: false };
  acknowledged.push(entry);
  if (number % 4 === 3) return;
  const link = await mailedLink(email);
  const browser = new ApiClient(address(), { headers: { 'x-forwarded-for': `10.1.${number >> 8}.${number & 255}` } });
  for (;;) {
    const done = await untilAnswered(() => activate(browser, link, isPhone ? phone() : hardwareKey(), { onPhone: isPhone }));
    // An answer that was lost on its way: the link says that its work is done.
    if (done.activation?.status === 'ACTIVATED' || done.code === 'LINK_SPENT') break;
    expect(['ACTIVATION_SESSION_ENDED', 'CHALLENGE_SPENT'], JSON.stringify(done)).toContain(done.code);
  }
  entry.activated = true;
}

async function mailedLink(email: string): Promise<string> {
  for (;;) {
    const found = smtp.received.find(({ to }) => to.includes(email));
    const link = /http\S+\/activate#\S+/.exec(found?.mail.text ?? '')?.[0];
    if (link) return link;
    await delay(25);
  }
}

test('20 kills during 200 enrolments lose nothing that was acknowledged, and leave nothing in between', { timeout: 400_000 }, async () => {
  await start();
  await operator().mutate('createWorkspace', { name: 'Killed' }, 'workspace { id }');
  const acknowledged: Acknowledged[] = [];
  let next = 0;
  let finished = 0;
  const work = async () => {
    while (next < enrolments) {
      next += 1;
      await enrol(next, acknowledged);
      finished += 1;
    }
  };
  const reaper = async () => {
    for (let n = 1; n <= kills; n += 1) {
      while (finished < n * (enrolments / (kills + 2))) await delay(5);
      await kill((['server', 'database', 'both'] as const)[n % 3] ?? 'both');
    }
  };
  await Promise.all([reaper(), ...Array.from({ length: workers }, work)]);
  await everythingStands(acknowledged);
});

async function everythingStands(acknowledged: readonly Acknowledged[]): Promise<void> {
  const asked = operator();
  // Mail that was under way when the server died is sent again: at once where it starts anew, or once its lease is over.
  for (const { email } of acknowledged) await mailedLink(email);
  const found = new Map<string, Answer['data']>();
  for (let after: string | null = null; ; ) {
    const { enrolments: page } = await untilAnswered(() =>
      asked.ask(
        `query ($after: String) { enrolments(first: 200, after: $after) { pageInfo { hasNextPage endCursor } edges { node {
          id status user { id email status } securityKey { status activatedAt ... on Smartphone { credential { credentialId } } ... on HardwareKey { credential { credentialId } } }
        } } } }`,
        { after },
      ),
    );
    for (const { node } of page.edges) found.set(node.id, node);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  // Each person once, whoever asked again.
  expect(found.size).toBe(enrolments);
  expect(new Set([...found.values()].map(({ user }) => user.email)).size).toBe(enrolments);
  for (const { enrolmentId, userId, email, activated } of acknowledged) {
    const enrolment = found.get(enrolmentId);
    expect(enrolment?.user).toMatchObject({ id: userId, email });
    if (activated) expect(enrolment, email).toMatchObject({ status: 'ACTIVATED', user: { status: 'ACTIVE' }, securityKey: { status: 'ACTIVE' } });
    else expect(['PENDING', 'OPENED'], email).toContain(enrolment.status);
  }
  // Status, key and credential are one: nothing hangs in between.
  for (const { status, user, securityKey } of found.values()) {
    const active = status === 'ACTIVATED';
    expect({ key: securityKey.status, person: user.status, credential: securityKey.credential !== null }).toEqual(
      active ? { key: 'ACTIVE', person: 'ACTIVE', credential: true } : { key: 'PENDING', person: 'PENDING', credential: false },
    );
  }
  await theLogStands();
  mailsAreOne();
}

async function theLogStands(): Promise<void> {
  const asked = operator();
  const status = '{ serverStatus { workspaces { lastEvent waitingEvents } } logVerifications { events problem } }';
  let told = await asked.ask(status);
  while (told.serverStatus.workspaces[0].waitingEvents > 0) told = await asked.ask(status);
  expect(told.logVerifications).toEqual([{ events: told.serverStatus.workspaces[0].lastEvent, problem: null }]);
  const created = new Set<string>();
  for (let after: string | null = null; ; ) {
    const { events } = await asked.ask(
      'query ($after: String) { events(first: 200, after: $after, filter: { types: [USER_CREATED] }) { pageInfo { hasNextPage endCursor } edges { node { userId } } } }',
      { after },
    );
    for (const { node } of events.edges) {
      expect(created.has(node.userId), 'a person is created once').toBe(false);
      created.add(node.userId);
    }
    if (!events.pageInfo.hasNextPage) break;
    after = events.pageInfo.endCursor;
  }
  expect(created.size).toBe(enrolments);
}

/** A mail may go twice where the server died before it noted that it went; then both are the same mail. */
function mailsAreOne(): void {
  const byId = Map.groupBy(smtp.received, ({ mail }) => mail.messageId ?? '');
  expect(byId.size).toBe(enrolments);
  for (const mails of byId.values()) expect(new Set(mails.map(({ mail }) => `${mail.subject}\n${mail.text}`)).size).toBe(1);
}
