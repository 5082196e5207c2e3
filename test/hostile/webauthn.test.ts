import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { type Authenticator, flag } from '../support/authenticator.ts';
import { hardwareKey } from '../support/devices.ts';
import { register, signIn, toCreationOptions, toCredentialInput, tokenOf } from '../support/people.ts';
import { behindProxy, type Invited, invite, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: ApiClient;
let ownersKey: Authenticator;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner, key: ownersKey } = await server.owner());
});
afterAll(async () => {
  const failures = server.logged.filter((line) => JSON.parse(line).level >= 50);
  await server.stop();
  expect(failures).toEqual([]);
});

const bytesOf = (text: string) => Buffer.from(text, 'base64url');

/** Each way to spoil some bytes at a step: one bit turned, or the end cut off. */
function* spoiled(text: string, { every, cuts }: { every: number; cuts: number }): Generator<[string, string]> {
  const whole = bytesOf(text);
  for (let at = 0; at < whole.length; at += every) {
    const turned = Buffer.from(whole);
    turned.writeUInt8(whole.readUInt8(at) ^ (1 << (at % 8)), at);
    yield [`byte ${at} turned`, turned.toString('base64url')];
  }
  for (let i = 0; i < cuts; i += 1) {
    const length = Math.floor((i * whole.length) / cuts);
    yield [`cut to ${length}`, whole.subarray(0, length).toString('base64url')];
  }
}

/** A hardware key’s activation: opened anew in another browser before a session has had its 30 ceremonies a minute. */
class OpenLink {
  #invited: Invited;
  #browser: ApiClient | null = null;
  #ceremonies = 0;

  constructor(invited: Invited) {
    this.#invited = invited;
  }

  async browser(): Promise<ApiClient> {
    this.#ceremonies += 1;
    if (this.#browser && this.#ceremonies < 14) return this.#browser;
    this.#browser = visitor(server);
    this.#ceremonies = 0;
    const opened = await this.#browser.mutate('openActivation', { token: tokenOf(this.#invited.link) }, 'activation { status }');
    expect(opened).toMatchObject({ activation: { status: 'OPENED' } });
    return this.#browser;
  }

  /** Sends what came of fresh options. @returns the payload, or the failure */
  async finish(make: (options: ReturnType<typeof toCreationOptions>) => Promise<Record<string, unknown>>): Promise<Answer['data']> {
    const browser = await this.browser();
    const activationId = this.#invited.enrolmentId;
    const begun = await browser.mutate(
      'beginKeyRegistration',
      { activationId, onPhone: false },
      `options {
        rp { id name } user { id name displayName } challenge pubKeyCredParams { alg type }
        authenticatorSelection { residentKey requireResidentKey userVerification } attestation prf
      }`,
    );
    const credential = await make(toCreationOptions(begun.options));
    return browser.mutate('finishKeyRegistration', { activationId, credential, onPhone: false }, 'activation { status }');
  }

  /** That nothing came of what was refused, and that the person’s own key is still taken. */
  async stillWorks(): Promise<void> {
    const { enrolment } = await owner.ask('query ($id: ID!) { enrolment(id: $id) { status securityKey { status } } }', {
      id: this.#invited.enrolmentId,
    });
    expect(enrolment.status).toBe('OPENED');
    expect(enrolment.securityKey.status).not.toBe('ACTIVE');
    const key = hardwareKey({ attestation: 'packed-self' });
    this.#ceremonies = 100;
    expect(await register(await this.browser(), key, { onPhone: false })).toMatchObject({ activation: { status: 'ACTIVATED' } });
  }
}

const openLink = async () => new OpenLink(await invite(server, owner, { hardwareKey: {} }));
const signedKey = () => hardwareKey({ attestation: 'packed-self' });
const page = () => ({ origin: server.app.address });
type Response = { clientDataJSON: string; attestationObject: string };
const withResponse = (credential: Record<string, unknown>, change: Partial<Response>) => ({
  ...credential,
  response: { ...(credential.response as Response), ...change },
});

describe('a registration', () => {
  test.each([
    ['clientDataJSON', { every: 4, cuts: 12 }],
    ['attestationObject', { every: 5, cuts: 15 }],
  ] as const)('is refused wherever its %s is spoiled', async (field, steps) => {
    const link = await openLink();
    // How many ways there are shows a first answer; each is tried with an answer to a challenge of its own.
    let ways = 1;
    for (let way = 0; way < ways; way += 1) {
      let what = '';
      const refused = await link.finish(async (options) => {
        const credential = toCredentialInput(await signedKey().create(options, page()));
        const all = [...spoiled((credential.response as Response)[field], steps)];
        ways = Math.min(all.length, 90);
        const [name, text] = all[way] ?? ['', ''];
        what = name;
        return withResponse(credential, { [field]: text });
      });
      expect(['REGISTRATION_INVALID', 'CHALLENGE_SPENT'], `${what}: ${JSON.stringify(refused)}`).toContain(refused.code);
    }
    expect(ways).toBeGreaterThan(40);
    await link.stillWorks();
  });

  test('is refused wherever the head of its authenticator data is spoiled', async () => {
    const link = await openLink();
    // The RP ID’s hash, the flags, the counter, the model, and the length of the credential’s id.
    for (const at of [0, 15, 31, 32, 33, 36, 37, 52, 53, 54]) {
      const refused = await link.finish(async (options) => {
        const credential = toCredentialInput(await signedKey().create(options, page()));
        const object = bytesOf((credential.response as Response).attestationObject);
        // After the key `authData` stands the head of a byte string: 0x58 with its length, or 0x59 with two bytes of it.
        const key = object.indexOf('authData') + 8;
        const start = key + (object.readUInt8(key) === 0x58 ? 2 : 3);
        object.writeUInt8(object.readUInt8(start + at) ^ 0x40, start + at);
        return withResponse(credential, { attestationObject: object.toString('base64url') });
      });
      expect(refused, `byte ${at}`).toMatchObject({ code: 'REGISTRATION_INVALID' });
    }
    await link.stillWorks();
  });

  test.each([
    ['UP missing', { flags: flag.UV | flag.AT }, 'REGISTRATION_INVALID'],
    ['UV missing', { flags: flag.UP | flag.AT }, 'USER_VERIFICATION_MISSING'],
    ['AT missing', { flags: flag.UP | flag.UV }, 'REGISTRATION_INVALID'],
    ['no flag at all', { flags: 0 }, 'REGISTRATION_INVALID'],
    ['BS without BE', { flags: flag.UP | flag.UV | flag.AT | flag.BS }, 'REGISTRATION_INVALID'],
    ['BE, as a synced passkey has it', { flags: flag.UP | flag.UV | flag.AT | flag.BE }, 'WRONG_DEVICE'],
    ['extension data promised', { flags: flag.UP | flag.UV | flag.AT | 0x80 }, 'REGISTRATION_INVALID'],
    ['another RP ID’s hash', { rpId: 'evil.example' }, 'REGISTRATION_INVALID'],
    ['an empty RP ID’s hash', { rpId: '' }, 'REGISTRATION_INVALID'],
    ['the type of a sign-in', { type: 'webauthn.get' }, 'REGISTRATION_INVALID'],
  ])('with %s is refused', async (_, client, code) => {
    const link = await openLink();
    expect(await link.finish(async (options) => toCredentialInput(await signedKey().create(options, { ...page(), ...client })))).toMatchObject({
      code,
    });
    await link.stillWorks();
  });

  test('by an algorithm that was not offered is refused', async () => {
    const link = await openLink();
    // COSE −3 and −20, of which neither is among those that were offered.
    for (const alg of [0x22, 0x33]) {
      const refused = await link.finish(async (options) => {
        const credential = toCredentialInput(await hardwareKey().create(options, page()));
        const object = bytesOf((credential.response as Response).attestationObject);
        // kty EC2, alg ES256: 01 02 03 26.
        object.writeUInt8(alg, object.lastIndexOf(Buffer.from('01020326', 'hex')) + 3);
        return withResponse(credential, { attestationObject: object.toString('base64url') });
      });
      expect(refused, `0x${alg.toString(16)}`).toMatchObject({ code: 'REGISTRATION_INVALID' });
    }
    await link.stillWorks();
  });

  test('answered by a sign-in is refused', async () => {
    const link = await openLink();
    const asSignIn = (challenge: string, type: string) =>
      ownersKey.get({ challenge, rpId: new URL(server.app.address).hostname }, { ...page(), type }).then(({ id, response }) => ({
        id,
        rawId: id,
        authenticatorAttachment: 'cross-platform',
        response: { clientDataJSON: response.clientDataJSON, attestationObject: response.authenticatorData, transports: ['usb'] },
      }));
    for (const type of ['webauthn.get', 'webauthn.create']) {
      expect(await link.finish(({ challenge }) => asSignIn(challenge, type))).toMatchObject({ code: 'REGISTRATION_INVALID' });
    }
    const { options } = await visitor(server).mutate('beginSignIn', {}, 'options { challenge }');
    expect(await link.finish(() => asSignIn(options.challenge, 'webauthn.create'))).toMatchObject({ code: 'CHALLENGE_SPENT' });
    await link.stillWorks();
  });
});

describe('a sign-in', () => {
  type Assertion = { clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string };

  /** Begins in a browser of its own, and sends what `make` gives. */
  async function finish(make: (challenge: string, rpId: string) => Promise<{ id: string; response: object }>): Promise<Answer['data']> {
    const browser = visitor(server);
    const { options, signInToken } = await browser.mutate('beginSignIn', {}, 'signInToken options { challenge rpId }');
    const { id, response } = await make(options.challenge, options.rpId);
    const done = await browser.mutate('finishSignIn', { signInToken, credential: { id, rawId: id, response } }, 'signIn { user { id } }');
    expect(browser.cookies.size).toBe(0);
    return done;
  }

  test.each([
    ['clientDataJSON', { every: 12, cuts: 4 }],
    ['authenticatorData', { every: 3, cuts: 6 }],
    ['signature', { every: 7, cuts: 4 }],
  ] as const)('is refused wherever its %s is spoiled', async (field, steps) => {
    let ways = 1;
    for (let way = 0; way < ways; way += 1) {
      let what = '';
      const refused = await finish(async (challenge, rpId) => {
        const { id, response } = await ownersKey.get({ challenge, rpId }, page());
        const { clientDataJSON, authenticatorData, signature, userHandle = '' } = response;
        const sent: Assertion = { clientDataJSON, authenticatorData, signature, userHandle };
        // A signature’s length differs by a byte or two from one to the next.
        const all = [...spoiled(sent[field], steps)];
        ways = way === 0 ? all.length : Math.min(ways, all.length);
        const [name, text] = all[way] ?? ['cut to 0', ''];
        what = name;
        return { id, response: { ...sent, [field]: text } };
      });
      expect(['SIGN_IN_REFUSED', 'CHALLENGE_SPENT'], `${what}: ${JSON.stringify(refused)}`).toContain(refused.code);
    }
    expect(await signIn(visitor(server), ownersKey)).toMatchObject({ user: { role: 'OWNER' } });
  });

  test('answered by a registration is refused', async () => {
    for (const type of ['webauthn.create', 'webauthn.get']) {
      const refused = await finish(async (challenge, rpId) => {
        const creation = {
          challenge,
          rp: { id: rpId, name: '' },
          user: { id: '', name: '', displayName: '' },
          pubKeyCredParams: [{ alg: -7, type: 'public-key' as const }],
        };
        const { response } = await signedKey().create(creation, { ...page(), type });
        const { id } = await ownersKey.get({ challenge, rpId }, page());
        return {
          id,
          response: { clientDataJSON: response.clientDataJSON, authenticatorData: response.attestationObject, signature: response.attestationObject },
        };
      });
      expect(refused).toMatchObject({ code: 'SIGN_IN_REFUSED' });
    }
    expect(await signIn(visitor(server), ownersKey)).toMatchObject({ user: { role: 'OWNER' } });
  });
});
