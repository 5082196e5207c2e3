import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemCtx } from '../../src/modules/context.ts';
import { newPin } from '../../src/modules/keys/cardPin.ts';
import { PinHasher } from '../../src/modules/keys/pinHash.ts';
import { examinePin } from '../../src/modules/keys/pinPolicy.ts';
import { noteTap, verifyPin } from '../../src/modules/keys/verifyPin.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import type { Authenticator } from '../support/authenticator.ts';
import { signIn } from '../support/people.ts';
import { administrator, behindProxy, type CardHolder, cardHolder, invite, logEnd, pinsOf, scriptWith } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: ApiClient;
let ownerKey: Authenticator;
let workspaceId: string;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner, key: ownerKey } = await server.owner());
  workspaceId = (await owner.ask('{ workspace { id } }')).workspace.id;
});
afterAll(() => server.stop());

/** Tries a PIN. @returns OK, or the failure's code */
const tryPin = (keyId: string, pin: string, by = server.app.server): Promise<string> =>
  verifyPin(systemCtx(by, workspaceId), workspaceId, keyId, pin).then(
    () => 'OK',
    (error) => error.code ?? String(error),
  );
const tap = (keyId: string) => noteTap(server.app.server, workspaceId, keyId);
const pinStatus = async (keyId: string): Promise<string> =>
  (await owner.ask('query ($id: ID!) { securityKey(id: $id) { ... on ContactlessCard { pinStatus } } }', { id: keyId })).securityKey.pinStatus;
const change = (name: 'resetCardPin' | 'unlockCardPin', keyId: string, by = owner): Promise<Answer['data']> =>
  by.mutate(name, { keyId }, 'securityKey { id ... on ContactlessCard { pinStatus } }');
const eventsOf = async (keyId: string): Promise<string[]> => {
  await server.app.server.sequencer.idle();
  const rows = await server.database.sql<{ type: string }[]>`select type from events where key_id = ${keyId} and type like '%pin%' order by number`;
  return rows.map(({ type }) => type);
};
const wrongFor = ({ pin }: CardHolder): string => (pin === '482913' ? '482914' : '482913');
const count = (answers: string[]) => Object.fromEntries([...Map.groupBy(answers, (answer) => answer)].map(([code, all]) => [code, all.length]));

test('C12: a PIN that the server makes has six digits that nobody guesses first', () => {
  const pins = Array.from({ length: 2_000 }, newPin);
  expect(pins.filter((pin) => !/^\d{6}$/.test(pin) || examinePin(pin, []).length > 0)).toEqual([]);
  expect(new Set(pins).size).toBeGreaterThan(1_980);
  expect(
    pins.some((pin) => pin.startsWith('0')),
    'zeros in front are kept',
  ).toBe(true);
});

test('C12: the mailed PIN is the card’s, another one is not, and a right one forgets the wrong', async () => {
  const holder = await cardHolder(server, owner);
  expect(await pinStatus(holder.keyId)).toBe('SET');
  expect(await tryPin(holder.keyId, wrongFor(holder))).toBe('PIN_WRONG');
  expect(await tryPin(holder.keyId, wrongFor(holder))).toBe('PIN_WRONG');
  expect(await tryPin(holder.keyId, holder.pin)).toBe('OK');
  expect([await tryPin(holder.keyId, wrongFor(holder)), await tryPin(holder.keyId, wrongFor(holder))]).toEqual(['PIN_WRONG', 'PIN_WRONG']);
  expect(await tryPin(holder.keyId, holder.pin)).toBe('OK');
});

test('C12: after three wrong PINs the right one needs a tap first, and after eight an administrator', async () => {
  const holder = await cardHolder(server, owner);
  const { keyId, pin } = holder;
  const wrong = wrongFor(holder);
  const answers: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    for (let i = 0; i < 3; i += 1) answers.push(await tryPin(keyId, wrong));
    answers.push(await tryPin(keyId, pin));
    await tap(keyId);
  }
  expect(answers).toEqual([
    ...['PIN_WRONG', 'PIN_WRONG', 'PIN_WRONG', 'PIN_NEEDS_TAP'],
    ...['PIN_WRONG', 'PIN_WRONG', 'PIN_WRONG', 'PIN_NEEDS_TAP'],
    ...['PIN_WRONG', 'PIN_WRONG', 'PIN_LOCKED', 'PIN_LOCKED'],
  ]);
  expect(await pinStatus(keyId)).toBe('LOCKED');
  expect(await eventsOf(keyId)).toEqual(['security_key.pin_locked']);
});

test('C12: a hundred wrong PINs at once count exactly: three, then a tap; eight in all, then it is locked, once', async () => {
  const holder = await cardHolder(server, owner);
  const wrong = wrongFor(holder);
  const hundred = () => Promise.all(Array.from({ length: 100 }, () => tryPin(holder.keyId, wrong)));
  expect(count(await hundred())).toEqual({ PIN_WRONG: 3, PIN_NEEDS_TAP: 97 });
  await tap(holder.keyId);
  expect(count(await hundred())).toEqual({ PIN_WRONG: 3, PIN_NEEDS_TAP: 97 });
  await tap(holder.keyId);
  expect(count(await hundred())).toEqual({ PIN_WRONG: 2, PIN_LOCKED: 98 });
  await tap(holder.keyId);
  expect(count(await hundred())).toEqual({ PIN_LOCKED: 100 });
  const [row] = await server.database.sql`select pin_tries from security_keys where id = ${holder.keyId}`;
  expect(row).toEqual({ pin_tries: 8 });
  expect(await eventsOf(holder.keyId)).toEqual(['security_key.pin_locked']);
});

test('C12: a server too busy to compare costs nobody a try', async () => {
  const holder = await cardHolder(server, owner);
  const pins = new PinHasher();
  let busy = true;
  // As many as hash and wait at most, each of which comes again as soon as it is done.
  const waiting = Array.from({ length: Math.max(1, availableParallelism() - 1) + 64 }, async () => {
    while (busy) await pins.hash('482913', new Uint8Array(32));
  });
  expect(await tryPin(holder.keyId, holder.pin, { ...server.app.server, pins })).toBe('TRY_AGAIN');
  busy = false;
  await Promise.all(waiting);
  const [row] = await server.database.sql`select pin_tries, pin_tries_since_tap from security_keys where id = ${holder.keyId}`;
  expect(row).toEqual({ pin_tries: 0, pin_tries_since_tap: 0 });
  expect(await tryPin(holder.keyId, holder.pin)).toBe('OK');
});

test('C12: a reset mails a new PIN, ends the old one and the lock; only the event says that it was', async () => {
  const holder = await cardHolder(server, owner);
  for (let i = 0; i < 8; i += 1) {
    await tryPin(holder.keyId, wrongFor(holder));
    await tap(holder.keyId);
  }
  const { browser: helpdesk } = await administrator(server, owner, 'HELPDESK');
  expect(await change('resetCardPin', holder.keyId, helpdesk)).toMatchObject({ securityKey: { pinStatus: 'SET' } });
  const [now, ...before] = await pinsOf(server, holder.email);
  expect(before, 'the mail of the old one is erased').toEqual([]);
  expect(now).toMatch(/^\d{6}$/);
  expect(await tryPin(holder.keyId, holder.pin)).toBe(now === holder.pin ? 'OK' : 'PIN_WRONG');
  expect(await tryPin(holder.keyId, now ?? '')).toBe('OK');
  expect(await eventsOf(holder.keyId)).toEqual(['security_key.pin_locked', 'security_key.pin_reset']);
});

test('C12: an unlock lets the same PIN be tried again, and is nothing where it is not locked', async () => {
  const holder = await cardHolder(server, owner);
  expect(await change('unlockCardPin', holder.keyId)).toMatchObject({ securityKey: { pinStatus: 'SET' } });
  for (let i = 0; i < 8; i += 1) {
    await tryPin(holder.keyId, wrongFor(holder));
    await tap(holder.keyId);
  }
  expect(await change('unlockCardPin', holder.keyId)).toMatchObject({ securityKey: { pinStatus: 'SET' } });
  expect(await tryPin(holder.keyId, holder.pin)).toBe('OK');
  expect(await eventsOf(holder.keyId)).toEqual(['security_key.pin_locked', 'security_key.pin_unlocked']);
  expect(await pinsOf(server, holder.email)).toEqual([holder.pin]);
});

test('C12: only a card that was activated and still stands has a PIN to try, to reset and to unlock', async () => {
  const waiting = await invite(server, owner, { contactlessCard: { name: 'Waits', activation: 'BY_USER' } });
  const phone = await invite(server, owner, { smartphone: { verification: 'PIN' } });
  const revoked = await cardHolder(server, owner);
  const suspended = await cardHolder(server, owner);
  await owner.mutate('revokeSecurityKey', { keyId: revoked.keyId }, 'securityKey { id }');
  await owner.mutate('suspendSecurityKey', { keyId: suspended.keyId }, 'securityKey { id }');
  for (const { keyId } of [waiting, phone, revoked]) {
    expect(await change('resetCardPin', keyId)).toMatchObject({ code: 'KEY_STATE' });
    expect(await change('unlockCardPin', keyId)).toMatchObject({ code: 'KEY_STATE' });
  }
  expect(await change('resetCardPin', 'key_none')).toMatchObject({ code: 'NOT_FOUND' });
  for (const { keyId } of [waiting, phone, revoked, suspended]) expect(await tryPin(keyId, suspended.pin)).toBe('KEY_STATE');
  expect(await tryPin('key_none', '482913')).toBe('NOT_FOUND');
  expect(await pinStatus(waiting.keyId)).toBe('NONE');
  // A suspended card may get a new PIN before it works again.
  expect(await change('resetCardPin', suspended.keyId)).toMatchObject({ securityKey: { pinStatus: 'SET' } });
});

test('C12: who may not touch the keys of somebody with a role may not reset their PIN either', async () => {
  const holder = await cardHolder(server, owner);
  await owner.mutate('setUserRole', { userId: holder.userId, role: 'ADMIN' }, 'user { id }');
  const { browser: helpdesk } = await administrator(server, owner, 'HELPDESK');
  const { browser: auditor } = await administrator(server, owner, 'AUDITOR');
  const { script } = await scriptWith(server, owner, ['ENROLMENT']);
  const { script: reader } = await scriptWith(server, owner, ['READ']);
  const from = await logEnd(server, owner);
  for (const by of [helpdesk, auditor, script, reader]) {
    for (const name of ['resetCardPin', 'unlockCardPin'] as const) expect(await change(name, holder.keyId, by)).toMatchObject({ code: 'FORBIDDEN' });
  }
  server.clock.advance(6 * 60_000);
  expect(await change('resetCardPin', holder.keyId)).toMatchObject({ code: 'FRESH_SIGN_IN_REQUIRED' });
  expect(await logEnd(server, owner)).toBe(from);
  await signIn(owner, ownerKey);
  expect(await change('resetCardPin', holder.keyId)).toMatchObject({ securityKey: { pinStatus: 'SET' } });
});
