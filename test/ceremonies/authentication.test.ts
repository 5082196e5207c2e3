import { describe, expect, test } from 'vitest';
import { authenticationOptions, verifyAssertion } from '../../src/modules/ceremonies/authentication.ts';
import type { Authenticator } from '../support/authenticator.ts';
import { flag } from '../support/authenticator.ts';
import type { Client } from '../support/client.ts';
import { hardwareKey, phone } from '../support/devices.ts';
import { failure, hardware, newChallenge, page, register, rp, smartphone } from './party.ts';

type Credential = Parameters<typeof verifyAssertion>[3];

async function registered(device: Authenticator = hardwareKey()) {
  const credential = await register(device, device.device.attachment === 'platform' ? smartphone : hardware);
  return { device, credential };
}

/** Signs in; `client` may lie, and `change` may spoil the answer on its way. */
async function signIn(
  device: Authenticator,
  credential: Credential,
  {
    client = {},
    userVerification = 'required' as const,
    change,
  }: {
    client?: Partial<Client>;
    userVerification?: 'required' | 'preferred';
    change?: (answer: Awaited<ReturnType<Authenticator['get']>>) => void;
  } = {},
) {
  const options = await authenticationOptions(rp, newChallenge(), []);
  const answer = await device.get(options, { ...page, ...client });
  change?.(answer);
  return verifyAssertion(rp, answer, options.challenge, credential, userVerification);
}

test.each([[-7], [-8], [-257]] as const)('S11: a credential of COSE algorithm %i signs in', async (algorithm) => {
  const { device, credential } = await registered(hardwareKey({ algorithm }));
  await expect(signIn(device, credential)).resolves.toEqual({ counter: 1, backedUp: false, userVerified: true });
});

test('S11: a phone tells that its passkey is backed up', async () => {
  const { device, credential } = await registered(phone());
  await expect(signIn(device, credential)).resolves.toMatchObject({ backedUp: true });
});

test('a device answers with the credential that is asked for by name', async () => {
  const device = hardwareKey();
  const [first, second] = [await register(device, hardware), await register(device, hardware)];
  const options = await authenticationOptions(rp, newChallenge(), [{ id: first.credentialId, transports: ['usb'] }]);
  expect((await device.get(options, page)).id).toBe(first.credentialId);
  const discoverable = await authenticationOptions(rp, newChallenge(), []);
  expect((await device.get(discoverable, page)).id).toBe(second.credentialId);
});

describe('an answer is refused', () => {
  test.each([
    ['from another origin', { origin: 'https://evil.example' }, /origin/],
    ['from a frame of another site', { crossOrigin: true }, /frame of another site/],
    ['that names a top origin', { topOrigin: page.origin }, /top origin/],
    ['to another challenge', { challenge: Buffer.alloc(32).toString('base64url') }, /challenge/],
    ['for another RP ID', { rpId: 'evil.example' }, /RP ID/],
    ['of a registration', { type: 'webauthn.create' }, /type/],
    ['without user verification', { flags: flag.UP }, /verif/],
    ['without a present user', { flags: flag.UV }, /present/],
  ])('%s', async (_, client, reason) => {
    const { device, credential } = await registered();
    await expect(signIn(device, credential, { client })).rejects.toEqual(
      expect.objectContaining({ code: 'SIGN_IN_REFUSED', reason: 'SIGNATURE', detail: expect.stringMatching(reason) }),
    );
  });

  test('that another key signed', async () => {
    const [{ device }, { credential }] = [await registered(), await registered()];
    await expect(signIn(device, credential)).rejects.toEqual(failure('SIGN_IN_REFUSED'));
    const asMine = (answer: { id: string; rawId: string }) => {
      answer.id = credential.credentialId;
      answer.rawId = credential.credentialId;
    };
    await expect(signIn(device, credential, { change: asMine })).rejects.toEqual(failure('SIGN_IN_REFUSED'));
  });

  test('with any byte of what was signed, or of the signature, changed', async () => {
    // Ed25519 has one form for a signature; of ECDSA's DER a changed byte may read as the same numbers.
    const { device, credential } = await registered(hardwareKey({ algorithm: -8 }));
    const options = await authenticationOptions(rp, newChallenge(), []);
    const answer = await device.get(options, page);
    const verify = (response: typeof answer.response) => verifyAssertion(rp, { ...answer, response }, options.challenge, credential, 'required');
    await expect(verify(answer.response)).resolves.toBeDefined();
    for (const part of ['authenticatorData', 'signature', 'clientDataJSON'] as const) {
      const whole = Buffer.from(answer.response[part], 'base64url');
      for (let i = 0; i < whole.length; i += 1) {
        const changed = Buffer.from(whole);
        changed[i] = (changed[i] as number) ^ (1 << (i % 8));
        await expect(verify({ ...answer.response, [part]: changed.toString('base64url') }), `${part}, byte ${i}`).rejects.toEqual(
          failure('SIGN_IN_REFUSED'),
        );
      }
    }
  });
});

test('user verification may be missing where it is only preferred, and that is told', async () => {
  const { device, credential } = await registered();
  await expect(signIn(device, credential, { client: { flags: flag.UP }, userVerification: 'preferred' })).resolves.toMatchObject({
    userVerified: false,
  });
});

test('the counter comes as the authenticator gave it, whatever is kept: who stores it judges it', async () => {
  const { device, credential } = await registered();
  for (const came of [0, 1, 6]) expect(await signIn(device, credential, { client: { counter: came } })).toMatchObject({ counter: came });
});
