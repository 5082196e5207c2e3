import { expect, test } from 'vitest';
import { checkAnswer, checkOptions } from '../../src/modules/ceremonies/check.ts';
import { attestationCa } from '../support/attestationCa.ts';
import type { Authenticator } from '../support/authenticator.ts';
import type { Client } from '../support/client.ts';
import { hardwareKey, u2fKey } from '../support/devices.ts';
import { failure, newChallenge, page, rp } from './party.ts';

const aaguid = 'cb69481e-8ff7-4039-93ec-0a2729a154a8';
const maker = await attestationCa();

async function check(device: Authenticator, client: Partial<Client> = {}) {
  const options = await checkOptions(rp, newChallenge());
  return checkAnswer(rp, await device.create(options, { ...page, ...client }), options.challenge);
}

test('H8: a key that speaks U2F alone is named so', async () => {
  await expect(check(u2fKey({ leaf: await maker.leaf() }))).resolves.toEqual({ result: 'NOT_FIDO2', aaguid: null });
});

test('H8: a FIDO2 key lacks a PIN, and its model is told', async () => {
  const key = hardwareKey({ userVerified: false, aaguid, attestation: 'packed', leaf: await maker.leaf({ aaguid }) });
  await expect(check(key)).resolves.toEqual({ result: 'NEEDS_PIN', aaguid });
  await expect(check(hardwareKey({ userVerified: false, attestation: 'packed-self' }))).resolves.toEqual({ result: 'NEEDS_PIN', aaguid: null });
});

test('H8: a key that says nothing of itself stays unknown', async () => {
  await expect(check(hardwareKey({ userVerified: false }))).resolves.toEqual({ result: 'UNKNOWN', aaguid: null });
});

test('the check asks for nothing that a U2F key lacks, and for a user handle of its own each time', async () => {
  const [one, two] = [await checkOptions(rp, newChallenge()), await checkOptions(rp, newChallenge())];
  expect(one.authenticatorSelection).toMatchObject({
    residentKey: 'discouraged',
    userVerification: 'discouraged',
    authenticatorAttachment: 'cross-platform',
  });
  expect(one.user.id).not.toBe(two.user.id);
});

test.each([
  ['from another origin', { origin: 'https://evil.example' }],
  ['from a frame', { crossOrigin: true }],
  ['to another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
])('an answer %s is refused', async (_, client) => {
  await expect(check(hardwareKey(), client)).rejects.toEqual(failure('REGISTRATION_INVALID'));
});
