import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCardNumber } from '../../src/modules/keys/cardNumber.ts';
import { typedCardNumber } from '../../src/modules/keys/typedCardNumber.ts';
import { type Answer, ApiClient } from '../support/apiClient.ts';
import { activateByTyping } from '../support/people.ts';
import { behindProxy, cardHolder, cardNumber, invite, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { rowCounts } from '../support/tables.ts';

let server: TestServer;
let owner: ApiClient;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
});
afterAll(() => server.stop());

const byUser = { contactlessCard: { name: 'Badge', activation: 'BY_USER' } };

/** Types a number into a new person's page. @returns the payload, or the failure */
async function type(number: string, by = owner): Promise<Answer['data']> {
  const { link } = await invite(server, by, byUser);
  return activateByTyping(visitor(server), link, number);
}

const activated = { activation: { status: 'ACTIVATED' } };

describe('C9: a card’s number', () => {
  test.each(['04a1b2c3', '04A1B2C3D4E5F6', '04a1b2c3d4e5f6a7b8c9', '00000008'])('%s is one', (hex) => {
    expect(parseCardNumber(hex)).toEqual({ bytes: new Uint8Array(Buffer.from(hex, 'hex')) });
  });

  test.each(['', '04', '04a1b2', '04a1b2c3d4', '04a1b2c3d4e5', '04a1b2c3d4e5f6a7', '04a1b2c3d4e5f6a7b8c9d0', '04a1b2c', '04a1b2cg', '04 a1 b2 c3'])(
    '“%s” has no length that a number has',
    (hex) => expect(parseCardNumber(hex)).toEqual({ refusal: 'UID_LENGTH' }),
  );

  test('four bytes that begin with 08 are made up anew for each tap; seven are not', () => {
    expect(parseCardNumber('08a1b2c3')).toEqual({ refusal: 'RANDOM_UID' });
    expect(parseCardNumber('08a1b2c3d4e5f6')).toHaveProperty('bytes');
  });
});

describe('C9b: a number that a reader types', () => {
  test.each([
    ['HEX', '04A1B2C3D4E5F6', '04a1b2c3d4e5f6'],
    ['HEX', ' 04:a1:b2:c3 ', '04a1b2c3'],
    ['HEX', '04-A1 B2-C3', '04a1b2c3'],
    ['HEX_REVERSED', 'F6E5D4C3B2A104', '04a1b2c3d4e5f6'],
    ['DECIMAL', '77708995', '04a1bec3'],
    ['DECIMAL', '0077708995', '04a1bec3'],
    ['DECIMAL', '1303584031195638', '04a19a4f1d41f6'],
    ['DECIMAL_REVERSED', '3284050180', '04a1bec3'],
    ['DECIMAL_REVERSED', '16909060', '04030201'],
    ['DECIMAL_REVERSED', '66051', '03020100'],
  ] as const)('%s %s', (format, typed, hex) => {
    expect(typedCardNumber(typed, format)).toBe(hex);
  });

  test.each([
    ['HEX', ''],
    ['HEX', '4A1B2C3'],
    ['HEX', '04A1B2C3D4'],
    ['HEX', '04A1B2CZ'],
    ['HEX', '08A1B2C3'],
    ['HEX_REVERSED', 'C3B2A108'],
    ['HEX', `${'0'.repeat(60)}04A1B2C3`],
    ['DECIMAL', '0'],
    ['DECIMAL', '04A1B2C3'],
    ['DECIMAL', '-77708995'],
    ['DECIMAL', '7.7e7'],
    ['DECIMAL', '144814787'],
    ['DECIMAL', '9'.repeat(30)],
    ['DECIMAL', '9'.repeat(5_000)],
  ] as const)('%s “%s” is refused, and not repeated', (format, typed) => {
    const refused = () => typedCardNumber(typed, format);
    expect(refused).toThrow(expect.objectContaining({ code: 'CARD_NUMBER_INVALID' }));
    if (typed.length > 1) expect(refused).not.toThrow(typed);
  });

  test('the organisation says how its readers spell; the same card is the same in each spelling', async () => {
    expect(await owner.ask('{ workspace { typedCardFormat } }')).toEqual({ workspace: { typedCardFormat: 'HEX' } });
    expect(await type('04A1B2C3')).toMatchObject(activated);
    for (const [typedCardFormat, number] of [
      ['HEX', '04:a1:b2:c3'],
      ['HEX_REVERSED', 'C3B2A104'],
      ['DECIMAL', '77705923'],
      ['DECIMAL_REVERSED', '3283263748'],
    ] as const) {
      const changed = await owner.mutate('updateWorkspace', { typedCardFormat }, 'workspace { typedCardFormat activationProof }');
      expect(changed).toMatchObject({ workspace: { typedCardFormat, activationProof: 'LINK' } });
      expect(await type(number), typedCardFormat).toMatchObject({ code: 'CARD_TAKEN' });
    }
    expect(await type('04A1B2C3'), 'no decimal number').toMatchObject({ code: 'CARD_NUMBER_INVALID' });
    await owner.mutate('updateWorkspace', { typedCardFormat: 'HEX' }, 'workspace { id }');
  });

  test('a wrong number changes nothing, and the next one is taken in the same browser', async () => {
    const { link } = await invite(server, owner, byUser);
    const browser = visitor(server);
    expect(await activateByTyping(browser, link, '1234')).toMatchObject({ code: 'CARD_NUMBER_INVALID' });
    const { id: activationId } = (await browser.ask('{ currentActivation { id } }')).currentActivation;
    const taken = await cardHolder(server, owner, cardNumber());
    expect(taken.pin).toMatch(/^\d{6}$/);
    expect(await browser.mutate('registerTypedCard', { activationId, number: cardNumber() }, 'activation { status }')).toMatchObject(activated);
  });
});

describe('C9: a card belongs to one key', () => {
  test('a card that somebody has is refused, without a word of who; nothing of the person changes', async () => {
    const number = cardNumber();
    await cardHolder(server, owner, number);
    const { link, keyId, email } = await invite(server, owner, byUser);
    const before = await rowCounts(server.database);
    const refused = await activateByTyping(visitor(server), link, number);
    expect(refused).toMatchObject({ __typename: 'RefusedError', code: 'CARD_TAKEN' });
    expect(JSON.stringify(refused)).not.toMatch(/person\d|key_|usr_/i);
    expect(await rowCounts(server.database)).toMatchObject({ cards: before.cards, mail_outbox: before.mail_outbox });
    const { securityKey } = await owner.ask('query ($id: ID!) { securityKey(id: $id) { status enrolment { status } } }', { id: keyId });
    expect(securityKey).toEqual({ status: 'PENDING', enrolment: { status: 'OPENED' } });
    // The same link goes on with another card.
    expect(await activateByTyping(visitor(server), link, cardNumber())).toMatchObject(activated);
    expect(email).toContain('@');
  });

  test('of eight people who type the same number at once, one has the card', async () => {
    const number = cardNumber();
    const links = [];
    for (let i = 0; i < 8; i += 1) links.push((await invite(server, owner, byUser)).link);
    const answers = await Promise.all(links.map((link) => activateByTyping(visitor(server), link, number)));
    expect(answers.filter(({ activation }) => activation)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'CARD_TAKEN')).toHaveLength(7);
  });

  test('the card of a revoked key, and of a person who was deleted, is free; of a key that is lost or suspended it is not', async () => {
    const numbers = { revoked: cardNumber(), deleted: cardNumber(), lost: cardNumber(), suspended: cardNumber() };
    const revoked = await cardHolder(server, owner, numbers.revoked);
    const deleted = await cardHolder(server, owner, numbers.deleted);
    const lost = await cardHolder(server, owner, numbers.lost);
    const suspended = await cardHolder(server, owner, numbers.suspended);
    await owner.mutate('reportSecurityKeyLost', { keyId: lost.keyId }, 'securityKey { id }');
    await owner.mutate('suspendSecurityKey', { keyId: suspended.keyId }, 'securityKey { id }');
    await owner.mutate('revokeSecurityKey', { keyId: revoked.keyId }, 'securityKey { id }');
    await owner.mutate('deleteUser', { userId: deleted.userId }, 'userId');
    expect(await type(numbers.lost)).toMatchObject({ code: 'CARD_TAKEN' });
    expect(await type(numbers.suspended)).toMatchObject({ code: 'CARD_TAKEN' });
    expect(await type(numbers.revoked)).toMatchObject(activated);
    expect(await type(numbers.deleted)).toMatchObject(activated);
    await owner.mutate('revokeSecurityKey', { keyId: lost.keyId }, 'securityKey { id }');
    expect(await type(numbers.lost)).toMatchObject(activated);
    // The revoked key still shows which card it was.
    const { securityKey } = await owner.ask('query ($id: ID!) { securityKey(id: $id) { status ... on ContactlessCard { uidSuffix } } }', {
      id: revoked.keyId,
    });
    expect(securityKey).toEqual({ status: 'REVOKED', uidSuffix: numbers.revoked.slice(-4) });
  });

  test('a card’s key tells the last four digits, and that the number alone can be copied', async () => {
    const number = cardNumber(4);
    const { keyId } = await cardHolder(server, owner, number, 'Blue badge');
    const waiting = await invite(server, owner, byUser);
    const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ContactlessCard {
      name kind status activation uidSuffix technology fido2Applet assurance pinStatus } } }`;
    expect((await owner.ask(document, { ids: [keyId, waiting.keyId] })).nodes).toEqual([
      {
        ...{ name: 'Blue badge', kind: 'CONTACTLESS_CARD', status: 'ACTIVE', activation: 'BY_USER', uidSuffix: number.slice(-4) },
        ...{ technology: 'UNKNOWN', fido2Applet: false, assurance: 'UID_ONLY', pinStatus: 'SET' },
      },
      {
        ...{ name: 'Badge', kind: 'CONTACTLESS_CARD', status: 'PENDING', activation: 'BY_USER', uidSuffix: null },
        ...{ technology: null, fido2Applet: null, assurance: null, pinStatus: 'NONE' },
      },
    ]);
  });

  test('another organisation may have the same card', async () => {
    const number = cardNumber();
    await cardHolder(server, owner, number);
    const { workspace } = await server.operator.mutate('createWorkspace', { name: 'Other' }, 'workspace { id }');
    const there = new ApiClient(server.operator.address, { headers: { ...server.operator.headers, 'x-latchkey-workspace': workspace.id } });
    expect(await type(number, there)).toMatchObject(activated);
    expect(await type(number, there)).toMatchObject({ code: 'CARD_TAKEN' });
    const rows = await server.database.sql<
      { uid_hmac: Buffer }[]
    >`select uid_hmac from cards where uid_suffix = ${number.slice(-4)} and state = 'ACTIVE'`;
    expect(new Set(rows.map(({ uid_hmac }) => uid_hmac.toString('hex'))).size, 'one card, and nothing to know it by').toBe(rows.length);
    expect(rows.length).toBeGreaterThanOrEqual(2);
  });

  test('a card from before the server’s secret was rotated is still known', async () => {
    const number = cardNumber();
    await cardHolder(server, owner, number);
    expect(await server.operator.mutate('rotateSecret', null, 'dataKeys')).toHaveProperty('dataKeys');
    expect(await type(number)).toMatchObject({ code: 'CARD_TAKEN' });
  });
});

test('C9b: an owner cannot live by a card alone: the first one gets none, and it counts for nobody as a way in', async () => {
  const { id: workspaceId } = (await owner.ask('{ workspace { id } }')).workspace;
  const wish = { contactlessCard: { name: 'Badge', activation: 'BY_USER' } };
  const owner2 = { displayName: 'Second Owner', email: 'second@example.org' };
  expect(await server.operator.mutate('inviteOwner', { workspaceId, owner: owner2, securityKey: wish }, 'link')).toMatchObject({
    __typename: 'ValidationError',
    issues: [{ code: 'OWNER_KEY' }],
  });
  const { viewer } = await owner.ask('{ viewer { ... on User { id email securityKeys { id } } } }');
  const recovered = await server.operator.mutate('recoverOwner', { workspaceId, email: viewer.email, securityKey: wish }, 'link');
  expect(recovered).toMatchObject({ issues: [{ code: 'OWNER_KEY' }] });
  const holder = await cardHolder(server, owner);
  await owner.mutate('setUserRole', { userId: holder.userId, role: 'OWNER' }, 'user { id }');
  expect(await owner.mutate('revokeSecurityKey', { keyId: viewer.securityKeys[0].id }, 'securityKey { id }')).toMatchObject({ code: 'LAST_OWNER' });
  expect(await owner.mutate('setUserRole', { userId: viewer.id, role: null }, 'user { id }')).toMatchObject({ code: 'LAST_OWNER' });
});
