import { createHmac, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../agent/failures.ts';
import { openDesk } from '../../agent/offline/openDesk.ts';
import { askRunning, openLocalSocket, type Question } from '../../agent/run/localSocket.ts';
import { writePairing } from '../../agent/state/pairing.ts';

// S7: where the other commands, and programs, ask the running agent.
let folder: string;
const servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lkls-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = async (answer: (question: Question) => Promise<unknown> = async ({ command }) => `You said ${command}`) => {
  const server = await openLocalSocket(folder, answer);
  servers.push(server);
  return server;
};

/** The key of this run, as whoever may read the folder finds it. */
const key = (): Buffer => Buffer.from(JSON.parse(readFileSync(join(folder, 'socket.json'), 'utf8')).key, 'base64url');

/** Sends a text as a program does that is none of ours. */
function send(question: string): Promise<string> {
  const socket = connect({ path: join(folder, 'agent.sock'), allowHalfOpen: true }, () => socket.end(question));
  return text(socket);
}

/** Somebody who has the socket’s place, as on Windows anybody can while no agent runs, and says yes to everything. */
async function impostor(reply: (question: string) => string): Promise<void> {
  const server = createServer({ allowHalfOpen: true }, (socket) => void text(socket).then((question) => socket.end(reply(question))));
  servers.push(server);
  await once(server.listen(join(folder, 'agent.sock')), 'listening');
}

const yes = JSON.stringify({ ok: true, value: { answer: { userId: 'usr_1', username: 'ann', displayName: 'Ann', keyId: 'key_1' } } });

test('the agent answers with what it says, or with the words of its failure', async () => {
  await expect(askRunning(folder, { command: 'status' })).rejects.toMatchObject({ exitCode: exitCodes.NOT_RUNNING });
  await open(async ({ command }) => {
    if (command === 'fail') throw new Error('No reader');
    return { command, text: 'two\nlines' };
  });
  expect(await askRunning(folder, { command: 'status' })).toEqual({ command: 'status', text: 'two\nlines' });
  await expect(askRunning(folder, { command: 'fail' })).rejects.toThrow('No reader');
});

test('a program gets one line, and with a nonce a second one that proves who answers', async () => {
  await open();
  expect(await send('{"command":"status"}')).toBe('{"ok":true,"value":"You said status"}');
  expect(JSON.parse(await send('nonsense'))).toMatchObject({ ok: false });
  const question = '{"command":"status","nonce":"once"}';
  const [said, mac] = (await send(question)).split('\n');
  expect(mac).toBe(createHmac('sha256', key()).update(`${question}\n${said}`).digest('base64url'));
});

test('the proof’s key is for the folder’s owner alone, and another one with each run', async () => {
  const first = await open();
  const before = key();
  expect(statSync(join(folder, 'socket.json')).mode & 0o777).toBe(0o600);
  await once(first.close(), 'close');
  await open();
  expect(key().equals(before)).toBe(false);
});

test('whoever answers in the agent’s place is not believed, and signs nobody in', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  writePairing(folder, { server: 'https://keys.example.org', organisation: 'Example', agentId: 'agt_1', name: 'Front desk', privateKey });
  const agent = await open();
  // Whose answer it heard once, and gives again.
  const heard = await send('{"command":"status","nonce":"once"}');
  await once(agent.close(), 'close');
  for (const reply of [yes, `${yes}\n`, `${yes}\n${createHmac('sha256', 'guessed').update(yes).digest('base64url')}`, heard]) {
    await impostor(() => reply);
    await expect(askRunning(folder, { command: 'status' })).rejects.toThrow('Something else answers in the place of the agent.');
    // So this very process is the desk, and knows nobody.
    const desk = await openDesk(folder);
    await expect(desk.begin('ann')).rejects.toMatchObject({ refusal: 'NO_GRANT' });
    await once((servers.pop() as Server).close(), 'close');
  }
});
