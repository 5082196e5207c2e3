import { encodeCBOR } from '@levischuck/tiny-cbor';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import { describe, expect, test } from 'vitest';
import { verifyRegistration } from '../../src/modules/ceremonies/registration.ts';
import { newCredentialKey } from '../support/attestation.ts';
import { flag } from '../support/authenticator.ts';
import { hardwareKey, pcAuthenticator, phone, phoneOverHybrid, u2fKey } from '../support/devices.ts';
import { ask, failure, fromPc, hardware, noModels, page, register, rp, smartphone } from './party.ts';

describe('S10: which device counts as the phone', () => {
  test('the phone on which the page is open', async () => {
    await expect(register(phone(), smartphone)).resolves.toMatchObject({
      transports: ['hybrid', 'internal'],
      attested: false,
      attestationFormat: 'none',
      userVerified: true,
      backupEligible: true,
      backedUp: true,
      counter: 0,
    });
  });

  test('a phone that answers the PC over the hybrid transport', async () => {
    await expect(register(phoneOverHybrid(), fromPc)).resolves.toMatchObject({ transports: ['hybrid', 'internal'] });
    await expect(register(phoneOverHybrid({ transports: ['cable' as 'hybrid'] }), fromPc)).resolves.toMatchObject({ transports: ['cable'] });
  });

  test.each([
    ['the PC’s own authenticator', pcAuthenticator(), fromPc],
    ['the PC’s own authenticator that says it can do hybrid too', pcAuthenticator({ transports: ['internal', 'hybrid'] }), fromPc],
    ['a hardware key at the PC', hardwareKey(), fromPc],
    ['a hardware key at the phone', hardwareKey(), smartphone],
    ['something that names no transport at the PC', hardwareKey({ transports: [] }), fromPc],
  ])('not %s', async (_, device, wish) => {
    await expect(register(device, wish)).rejects.toEqual(failure('WRONG_DEVICE'));
  });

  test('the phone says whether it can do prf, where it was asked', async () => {
    await expect(register(phone({ prf: true }), { ...smartphone, prf: true })).resolves.toMatchObject({ prfEnabled: true });
    await expect(register(phone({ prf: false }), { ...smartphone, prf: true })).resolves.toMatchObject({ prfEnabled: false });
    await expect(register(phone({ prf: true }), smartphone)).resolves.toMatchObject({ prfEnabled: false });
  });
});

describe('H8: which device counts as the hardware key', () => {
  test.each([['usb'], ['nfc'], ['ble']] as const)('a key on %s', async (transport) => {
    await expect(register(hardwareKey({ transports: [transport] }), hardware)).resolves.toMatchObject({
      transports: [transport],
      backupEligible: false,
    });
  });

  test.each([
    ['a platform authenticator', pcAuthenticator()],
    ['a platform authenticator that names no transport', pcAuthenticator({ transports: [] })],
    ['a phone over hybrid', phoneOverHybrid()],
    ['a roaming one that says it is internal too', hardwareKey({ transports: ['usb', 'internal'] })],
  ])('not %s', async (_, device) => {
    await expect(register(device, hardware)).rejects.toEqual(failure('WRONG_DEVICE'));
  });

  test('a U2F key makes the browser answer as if the person had cancelled', async () => {
    await expect(ask(u2fKey(), hardware)).rejects.toMatchObject({ name: 'NotAllowedError' });
  });

  test('one that is registered already is told by the browser', async () => {
    const device = hardwareKey();
    const { response } = await ask(device, hardware);
    await expect(ask(device, hardware, {}, [{ id: response.id, transports: ['usb'] }])).rejects.toMatchObject({ name: 'InvalidStateError' });
    await expect(ask(device, hardware, {}, [{ id: Buffer.alloc(32).toString('base64url'), transports: ['usb'] }])).resolves.toBeDefined();
  });
});

test.each([[-7], [-8], [-257]] as const)('COSE algorithm %i registers', async (algorithm) => {
  await expect(register(hardwareKey({ algorithm, attestation: 'packed-self' }), hardware)).resolves.toMatchObject({ attestationFormat: 'packed' });
});

describe('what is asked of the credential', () => {
  test('a device that could not keep it is told so', async () => {
    await expect(register(hardwareKey({ credProps: false }), hardware)).rejects.toEqual(failure('KEY_NOT_DISCOVERABLE'));
    // Some browsers do not say; then the options’ `required` stands.
    await expect(register(hardwareKey({ credProps: null }), hardware)).resolves.toBeDefined();
  });

  test('a device that did not verify its user is told so, where that is required', async () => {
    const careless = phone({ userVerified: false });
    await expect(register(careless, smartphone)).rejects.toEqual(failure('USER_VERIFICATION_MISSING'));
    await expect(register(careless, { ...smartphone, userVerification: 'preferred' })).resolves.toMatchObject({ userVerified: false });
  });
});

describe('an answer that does not verify', () => {
  test.each([
    ['from another origin', { origin: 'https://keys.example.org.evil.example' }, /origin/],
    ['from the same host without TLS', { origin: 'http://keys.example.org' }, /origin/],
    ['from a frame of another site', { crossOrigin: true }, /frame of another site/],
    ['that names a top origin', { topOrigin: 'https://evil.example' }, /top origin/],
    ['that names its own origin as top origin', { topOrigin: page.origin }, /top origin/],
    ['for another RP ID', { rpId: 'evil.example' }, /RP ID/],
    ['to another challenge', { challenge: Buffer.alloc(32).toString('base64url') }, /challenge/],
    ['to no challenge', { challenge: '' }, /challenge/],
    ['of a sign-in', { type: 'webauthn.get' }, /type/],
    ['without a present user', { flags: flag.UV | flag.AT }, /present/],
    ['backed up without being eligible', { flags: flag.UP | flag.UV | flag.BS | flag.AT }, /backed up/],
    ['without a credential in it', { flags: flag.UP | flag.UV }, /./],
  ])('%s is refused', async (_, client, reason) => {
    await expect(register(phone(), smartphone, { client })).rejects.toEqual(failure('REGISTRATION_INVALID', reason));
  });

  const bytes = (...values: number[]) => Buffer.from(values).toString('base64url');

  test.each([
    ['is empty', ''],
    ['is no CBOR', bytes(0xff, 0xff, 0xff)],
    ['is CBOR, but no map', bytes(0x83, 0x01, 0x02, 0x03)],
    ['is an empty map', bytes(0xa0)],
    ['promises more than it holds', bytes(0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
    ['is nested a hundred thousand times', Buffer.alloc(100_000, 0x81).toString('base64url')],
  ])('is refused where the attestation object %s', async (_, attestationObject) => {
    const change = (answer: Awaited<ReturnType<typeof ask>>['response']) => ({ ...answer, response: { ...answer.response, attestationObject } });
    await expect(register(phone(), smartphone, { change })).rejects.toEqual(failure('REGISTRATION_INVALID'));
  });

  test('is refused wherever the attestation object was cut', async () => {
    const { challenge, response } = await ask(hardwareKey({ attestation: 'packed-self' }), hardware);
    const whole = Buffer.from(response.response.attestationObject, 'base64url');
    for (let length = 0; length < whole.length; length += 3) {
      const cut = { ...response, response: { ...response.response, attestationObject: whole.subarray(0, length).toString('base64url') } };
      await expect(verifyRegistration(rp, cut, challenge, hardware, noModels, new Date()), `${length} bytes`).rejects.toEqual(
        failure('REGISTRATION_INVALID'),
      );
    }
  });

  test.each([['null'], ['7'], ['{'], ['[]'], ['{"type":"webauthn.create"}']])('is refused where the client data are %s', async (text) => {
    const clientDataJSON = Buffer.from(text).toString('base64url');
    const change = (answer: Awaited<ReturnType<typeof ask>>['response']) => ({ ...answer, response: { ...answer.response, clientDataJSON } });
    await expect(register(phone(), smartphone, { change })).rejects.toEqual(failure('REGISTRATION_INVALID'));
  });

  test('is refused where it names another credential than it holds', async () => {
    const other = Buffer.alloc(32, 7).toString('base64url');
    await expect(register(phone(), smartphone, { change: (answer) => ({ ...answer, id: other, rawId: other }) })).rejects.toEqual(
      failure('REGISTRATION_INVALID', /another credential/),
    );
  });

  test('is refused where the self attestation is signed by another key', async () => {
    const { challenge, response } = await ask(hardwareKey({ attestation: 'packed-self' }), hardware);
    const object = Buffer.from(response.response.attestationObject, 'base64url');
    // The x coordinate stands after COSE’s label -2 and the head of 32 bytes.
    const at = object.indexOf(Buffer.from('215820', 'hex')) + 3;
    const other = Buffer.from(newCredentialKey(-7).point).subarray(1);
    other.copy(object, at, 0, 32);
    other.copy(object, at + 35, 32);
    const forged = { ...response, response: { ...response.response, attestationObject: object.toString('base64url') } };
    await expect(verifyRegistration(rp, forged, challenge, hardware, noModels, new Date())).rejects.toEqual(
      failure('REGISTRATION_INVALID', /signature/),
    );
  });
});

// The heads of COSE keys in CBOR: a map of kty (1), alg (3) and crv (−1).
test.each([
  ['ES256’s key that says EdDSA', -7, 'a5010203262001', 'a5010203272001'],
  ['EdDSA’s key that says ES256', -8, 'a4010103272006', 'a4010103262006'],
  ['ES256’s key on another curve', -7, 'a5010203262001', 'a5010203262002'],
  ['EdDSA’s key on another curve', -8, 'a4010103272006', 'a4010103272004'],
] as const)('%s is refused, though nothing attests it', async (_, algorithm, head, otherHead) => {
  const { challenge, response } = await ask(phone({ algorithm }), smartphone);
  const hex = Buffer.from(response.response.attestationObject, 'base64url').toString('hex');
  expect(hex.split(head)).toHaveLength(2);
  const attestationObject = Buffer.from(hex.replace(head, otherHead), 'hex').toString('base64url');
  const changed = { ...response, response: { ...response.response, attestationObject } };
  await expect(verifyRegistration(rp, changed, challenge, smartphone, noModels, new Date())).rejects.toEqual(
    failure('REGISTRATION_INVALID', /is none for the algorithm/),
  );
});

describe('a format whose verification would call an address in the sender’s certificate', () => {
  test.each(['android-key', 'android-safetynet', 'apple', 'compound'])('%s is refused before it is looked into', async (fmt) => {
    const { challenge, response } = await ask(hardwareKey(), hardware);
    const object = decodeAttestationObject(new Uint8Array(Buffer.from(response.response.attestationObject, 'base64url'))) as unknown as Map<
      string,
      unknown
    >;
    object.set('fmt', fmt);
    const attestationObject = Buffer.from(encodeCBOR(object as Map<string, never>)).toString('base64url');
    const changed = { ...response, response: { ...response.response, attestationObject } };
    await expect(verifyRegistration(rp, changed, challenge, hardware, noModels, new Date())).rejects.toEqual(
      failure('REGISTRATION_INVALID', new RegExp(`format ${fmt} is not taken`)),
    );
  });
});

test('a passkey that may be synced is no hardware key', async () => {
  await expect(register(hardwareKey({ backupEligible: true }), hardware)).rejects.toEqual(failure('WRONG_DEVICE'));
});

test('no refusal’s message tells the caller what failed, and none holds the challenge', async () => {
  const challenge = Buffer.alloc(32, 1).toString('base64url');
  const refusal = await register(phone(), smartphone, { client: { challenge } }).catch((error: Error) => error);
  expect(refusal).toMatchObject({ message: expect.not.stringContaining('challenge') });
  expect((refusal as Error).message).not.toContain(challenge);
});
