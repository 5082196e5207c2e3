import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompactSign } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApiClient } from '../support/apiClient.ts';
import { codeOn } from '../support/offlinePhone.ts';
import { behindProxy } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { another, OfflinePc, type OfflinePerson, offlinePerson } from './offlineStage.ts';

// S7, offline login against people who have the PC, or a phone, in their hands.
let server: TestServer;
let operator: ApiClient;
let person: OfflinePerson;
let pc: OfflinePc;
const minute = 60_000;
const day = 24 * 60 * minute;

beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  await server.owner();
  ({ operator } = server);
  person = await offlinePerson(server, operator);
});
afterAll(() => server.stop());
beforeEach(async () => {
  pc = await OfflinePc.pair(server, operator);
  await pc.signInOnline(person);
});
afterEach(() => pc.remove());

const begin = () => pc.desk.begin(person.username);
const codeFor = (begun: { challenge: string }) => codeOn(person.phone, begun.challenge, server.app.address);

/** Changes the state as somebody would who has the agent's own key. */
const tamper = (change: (state: ReturnType<OfflinePc['state']>) => void) =>
  pc.file.change(async (state) => {
    change(state);
  });

const flipped = (text: string, at: number): string => {
  const symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  // The highest of the six bits: the lowest ones of a last symbol may say nothing.
  return text.slice(0, at) + symbols[symbols.indexOf(text[at] as string) ^ 32] + text.slice(at + 1);
};

describe('codes', () => {
  test('a hundred tries at once: five count, and the right code is no use after them', async () => {
    const begun = await begin();
    const code = await codeFor(begun);
    const tries = await Promise.allSettled(Array.from({ length: 100 }, () => pc.desk.enter(begun.challenge, another(code))));
    const refusals = tries.map((tried) => (tried as PromiseRejectedResult).reason.refusal);
    expect(refusals.filter((refusal) => refusal === 'CODE_WRONG')).toHaveLength(5);
    expect(new Set(refusals.slice(5))).toEqual(new Set(['CHALLENGE_OVER']));
    await expect(pc.desk.enter(begun.challenge, code)).rejects.toMatchObject({ refusal: 'CHALLENGE_OVER' });
    // Another challenge, or another start of the program, is no way round the wait.
    pc.restart();
    await expect(begin()).rejects.toMatchObject({ refusal: 'LOCKED' });
  });

  test('the wait grows with each five wrong codes, over many challenges, and ends with a right one', async () => {
    const wait = async () => {
      for (let i = 0; i < 5; i += 1) {
        const begun = await begin();
        await expect(pc.desk.enter(begun.challenge, another(await codeFor(begun)))).rejects.toMatchObject({ refusal: 'CODE_WRONG' });
      }
      const from = pc.ahead;
      for (;;) {
        const refused = await begin().catch((error) => error);
        if (!('refusal' in refused)) return pc.ahead - from;
        expect(refused.refusal).toBe('LOCKED');
        pc.ahead += minute / 2;
      }
    };
    expect(await wait()).toBeGreaterThanOrEqual(minute);
    expect(await wait()).toBeGreaterThan(1.5 * minute);
    expect(await wait()).toBeGreaterThan(3 * minute);
    await pc.signIn(person);
    expect(await wait()).toBeLessThanOrEqual(1.5 * minute);
  });

  test('a code counts once, for its challenge alone, and for five minutes', async () => {
    const [first, second] = [await begin(), await begin()];
    const code = await codeFor(first);
    await expect(pc.desk.enter(second.challenge, code)).rejects.toMatchObject({ refusal: 'CODE_WRONG' });
    expect(await pc.desk.enter(first.challenge, ` ${code.slice(0, 4)} ${code.slice(4)} `)).toMatchObject({ userId: person.userId });
    await expect(pc.desk.enter(first.challenge, code)).rejects.toMatchObject({ refusal: 'CHALLENGE_OVER' });
    const late = await begin();
    pc.ahead = 5 * minute;
    await expect(pc.desk.enter(late.challenge, await codeFor(late))).rejects.toMatchObject({ refusal: 'CHALLENGE_OVER' });
    await expect(pc.desk.enter('nonsense', code)).rejects.toMatchObject({ refusal: 'CHALLENGE_OVER' });
  });

  test('a slip of the finger in a typed challenge is seen on the phone and costs no try', async () => {
    const begun = await begin();
    const { challenge } = begun;
    const slips = Array.from(challenge, (symbol, at) => challenge.slice(0, at) + (symbol === '7' ? '8' : '7') + challenge.slice(at + 1));
    const read = await Promise.allSettled(slips.map((slip) => codeFor({ challenge: slip })));
    // Of 32 slips one goes unseen.
    expect(read.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(16);
    const sloppy = challenge.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replace(/.{4}/g, '$& ');
    expect(await codeFor({ challenge: sloppy })).toBe(await codeFor(begun));
  });

  test('what one PC’s agent knows opens no other PC', async () => {
    const other = await OfflinePc.pair(server, operator);
    await other.signInOnline(person);
    const begun = await other.desk.begin(person.username);
    // As an agent would that shows another's challenge for its own.
    await expect(pc.desk.enter(begun.challenge, await codeFor(begun))).rejects.toMatchObject({ refusal: 'CHALLENGE_OVER' });
    other.remove();
  });
});

describe('grants', () => {
  test('one bit changed anywhere, and it is refused', async () => {
    const [held] = pc.state().grants;
    const { jws = '' } = held ?? {};
    const [header = '', payload = ''] = jws.split('.');
    const places = [...Array(jws.length).keys()].filter((at) => jws[at] !== '.');
    const tried = places.filter((at) => at % 23 === 0 || at === header.length + 1 || at === header.length + payload.length || at === jws.length - 1);
    for (const at of tried) {
      await tamper((state) => {
        state.grants = [{ jws: flipped(jws, at), usesLeft: 20 }];
      });
      const refused = await begin().catch((error) => error);
      // What cannot even be read names nobody.
      expect([at, ['GRANT_CHANGED', 'NO_GRANT'].includes(refused.refusal)]).toEqual([at, true]);
    }
    await tamper((state) => {
      state.grants = [{ jws, usesLeft: 20 }];
    });
    expect(await pc.signIn(person)).toMatchObject({ userId: person.userId });
  });

  test('another PC’s grant is no use here, nor one that the agent signed for itself', async () => {
    const other = await OfflinePc.pair(server, operator);
    await other.signInOnline(person);
    const { grants } = other.state();
    other.remove();
    await tamper((state) => {
      state.grants = [...grants];
    });
    await expect(begin()).rejects.toMatchObject({ refusal: 'GRANT_FOREIGN' });
    const claims = JSON.parse(Buffer.from(grants[0]?.jws.split('.')[1] ?? '', 'base64url').toString());
    const forged = await new CompactSign(Buffer.from(JSON.stringify({ ...claims, aud: pc.agent.id })))
      .setProtectedHeader({ alg: 'EdDSA', typ: 'latchkey-offline-grant+jwt' })
      .sign(pc.agent.key.privateKey);
    await tamper((state) => {
      state.grants = [{ jws: forged, usesLeft: 20 }];
    });
    await expect(begin()).rejects.toMatchObject({ refusal: 'GRANT_CHANGED' });
  });

  test('one that is sealed for another PC opens nothing, even under the right name', async () => {
    const other = await OfflinePc.pair(server, operator);
    await other.signInOnline(person);
    // The other PC's sealing key came away, and the grant stayed.
    writeFileSync(join(pc.folder, 'sealing.json'), readFileSync(join(other.folder, 'sealing.json')));
    other.remove();
    const begun = await begin();
    await expect(pc.desk.enter(begun.challenge, await codeFor(begun))).rejects.toMatchObject({ refusal: 'GRANT_CHANGED' });
  });

  test('out of date, and not yet', async () => {
    await tamper((state) => {
      state.lastSeen = 0;
    });
    pc.ahead = -2 * day;
    await expect(begin()).rejects.toMatchObject({ refusal: 'GRANT_EARLY' });
    pc.ahead = 7 * day;
    await expect(begin()).rejects.toMatchObject({ refusal: 'GRANT_EXPIRED' });
  });

  test('a clock that was set back ends every grant until the server was heard; a minute is nothing', async () => {
    pc.ahead = 3_600_000;
    expect(await pc.signIn(person)).toMatchObject({ userId: person.userId });
    pc.ahead = 3_600_000 - 50_000;
    expect(await pc.signIn(person)).toMatchObject({ userId: person.userId });
    pc.ahead = 3_600_000 - 2 * minute;
    await expect(pc.signIn(person)).rejects.toMatchObject({ refusal: 'CLOCK_WENT_BACK' });
    pc.ahead = 3_600_000;
    await expect(pc.signIn(person)).rejects.toMatchObject({ refusal: 'NO_GRANT' });
    pc.ahead = 0;
    await pc.sync.run();
    expect(await pc.signIn(person)).toMatchObject({ userId: person.userId });
  });

  test('time that passes while nobody signs in counts too', async () => {
    pc.ahead = 3_600_000;
    await pc.desk.tick();
    pc.ahead = 0;
    await expect(begin()).rejects.toMatchObject({ refusal: 'CLOCK_WENT_BACK' });
  });

  test('a server that signs by another key than before is not believed', async () => {
    await tamper((state) => {
      state.grantKey = 'A'.repeat(43);
    });
    await pc.sync.run();
    await expect(begin()).rejects.toMatchObject({ refusal: 'NO_GRANT' });
    expect(pc.said.join('\n')).toContain('The server signs with another key than before');
  });
});

describe('the state and the journal', () => {
  const types = async (): Promise<string[]> => {
    await server.app.server.sequencer.idle();
    const { events } = await operator.ask('{ events(first: 30) { edges { node { type details { name value } } } } }');
    return events.edges
      .map(({ node }: { node: { type: string; details: { name: string; value: string }[] } }) => node)
      .filter(({ details }: { details: { value: string }[] }) => details.some(({ value }) => value === pc.agent.id))
      .map(({ type }: { type: string }) => type)
      .filter((type: string) => type.startsWith('OFFLINE'))
      .reverse();
  };
  const upload = (entries: string[], head: number, damaged = false) => pc.agent.mutate('uploadOfflineJournal', { entries, head, damaged }, 'entries');
  const broken = { code: 'OFFLINE_JOURNAL_BROKEN' };

  /** Nobody signs in here any more, and the log tells why. */
  async function expectBroken(): Promise<void> {
    await pc.sync.run();
    await expect(begin()).rejects.toMatchObject({ refusal: 'NO_GRANT' });
    expect((await types()).filter((type) => type === 'OFFLINE_JOURNAL_BROKEN')).toHaveLength(1);
    await pc.signInOnline(person);
    await expect(begin()).rejects.toMatchObject({ refusal: 'NO_GRANT' });
  }

  test('a byte changed in the state file: nobody signs in, and the server hears of it', async () => {
    await pc.signIn(person);
    const path = join(pc.folder, 'offline.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('\\"usesLeft\\":19', '\\"usesLeft\\":99'));
    await expect(begin()).rejects.toMatchObject({ refusal: 'STATE_CHANGED' });
    await expectBroken();
  });

  test('each entry is taken once, however often it comes', async () => {
    await pc.signIn(person);
    await pc.signIn(person);
    const { waiting } = pc.state().journal;
    expect(await upload(waiting.slice(0, 1), 2)).toMatchObject({ entries: 1 });
    expect(await upload(waiting, 2)).toMatchObject({ entries: 2 });
    expect(await Promise.all([upload(waiting, 2), upload(waiting, 2)])).toMatchObject([{ entries: 2 }, { entries: 2 }]);
    await pc.sync.run();
    expect(pc.state().journal.waiting).toEqual([]);
    expect(await types()).toEqual(['OFFLINE_GRANTED', 'OFFLINE_SIGNED_IN', 'OFFLINE_SIGNED_IN']);
  });

  test('a journal without its first entry', async () => {
    await pc.signIn(person);
    await pc.signIn(person);
    expect(await upload(pc.state().journal.waiting.slice(1), 2)).toMatchObject(broken);
    await expectBroken();
  });

  test('an entry that was changed in one bit', async () => {
    await pc.signIn(person);
    const [entry = ''] = pc.state().journal.waiting;
    expect(await upload([flipped(entry, Math.floor(entry.length / 2))], 1)).toMatchObject(broken);
    await expectBroken();
  });

  test('an entry put in the place of one that was taken', async () => {
    await pc.signIn(person);
    await pc.sync.run();
    await tamper((state) => {
      state.journal = { number: 0, hash: '', waiting: [] };
    });
    await expect(codeFor(await begin()).then((code) => pc.desk.enter('x', code))).rejects.toMatchObject({ refusal: 'CHALLENGE_OVER' });
    await pc.signIn(person);
    await expectBroken();
  });

  test('a state that was set back to an earlier day', async () => {
    const path = join(pc.folder, 'offline.json');
    const earlier = readFileSync(path);
    await pc.signIn(person);
    await pc.sync.run();
    writeFileSync(path, earlier);
    expect(await pc.signIn(person)).toMatchObject({ userId: person.userId });
    await expectBroken();
  });

  test('another agent’s journal, and what else an agent signed', async () => {
    const other = await OfflinePc.pair(server, operator);
    await other.signInOnline(person);
    await other.signIn(person);
    const { waiting } = other.state().journal;
    other.remove();
    expect(await upload(waiting, 1)).toMatchObject(broken);
    await expectBroken();
  });

  /** An entry as the agent itself would sign it, whoever it tells of. */
  const entryOf = ({ userId, keyId }: OfflinePerson, iat = Math.floor(server.clock.now().getTime() / 1_000)): Promise<string> =>
    new CompactSign(Buffer.from(JSON.stringify({ iss: pc.agent.id, iat, sub: userId, keyId, number: 1, previous: '', refusal: null })))
      .setProtectedHeader({ alg: 'EdDSA', typ: 'latchkey-offline-entry+jwt', kid: pc.agent.id })
      .sign(pc.agent.key.privateKey);
  const lastUsed = async ({ keyId }: OfflinePerson) =>
    (await operator.ask('query ($id: ID!) { securityKey(id: $id) { lastUsedAt } }', { id: keyId })).securityKey.lastUsedAt;

  test('an agent speaks of keys alone that were granted to it: of others nothing is told, and the entry is taken', async () => {
    const stranger = await offlinePerson(server, operator);
    const before = await lastUsed(stranger);
    expect(await upload([await entryOf(stranger)], 1)).toMatchObject({ entries: 1 });
    expect(await types()).toEqual(['OFFLINE_GRANTED']);
    expect(await lastUsed(stranger)).toBe(before);
  });

  test('nothing is told that is yet to come', async () => {
    const now = server.clock.now();
    expect(await upload([await entryOf(person, Math.floor(now.getTime() / 1_000) + 1_000_000_000)], 1)).toMatchObject({ entries: 1 });
    expect(await types()).toEqual(['OFFLINE_GRANTED', 'OFFLINE_SIGNED_IN']);
    expect(Date.parse(await lastUsed(person))).toBe(now.getTime());
  });

  test('what an agent tells has an end in five minutes; that it has nothing to tell has none, and what has ended does not wait for it', async () => {
    const one = await offlinePerson(server, operator);
    await pc.signInOnline(one);
    const entry = await entryOf(person);
    const answers = await Promise.all(Array.from({ length: 32 }, () => upload([entry], 1)));
    expect(answers.filter(({ code }) => code === 'RATE_LIMITED')).toHaveLength(2);
    expect(await upload([], 1)).toMatchObject({ entries: 1 });
    await tamper((state) => {
      state.journal = { number: 1, hash: 'of the entry', waiting: [entry] };
    });
    await operator.mutate('suspendSecurityKey', { keyId: one.keyId }, 'securityKey { id }');
    await pc.sync.run();
    await expect(pc.desk.begin(one.username)).rejects.toMatchObject({ refusal: 'NO_GRANT' });
    expect(pc.state().journal.waiting).toEqual([entry]);
  });
});
