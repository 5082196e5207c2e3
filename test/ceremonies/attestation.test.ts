import { encodeCBOR } from '@levischuck/tiny-cbor';
import { describe, expect, test } from 'vitest';
import { isAttested } from '../../src/modules/ceremonies/attestation.ts';
import { verifyRegistration } from '../../src/modules/ceremonies/registration.ts';
import { attestationCa } from '../support/attestationCa.ts';
import { hardwareKey } from '../support/devices.ts';
import { ask, hardware, modelsWith, register, rp } from './party.ts';

const aaguid = 'cb69481e-8ff7-4039-93ec-0a2729a154a8';
const another = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
const year = 365 * 24 * 3_600_000;
const maker = await attestationCa();
const stranger = await attestationCa({ name: 'Somebody Else' });
const trusted = modelsWith({ [aaguid]: [maker.root] });
const later = (ms: number) => new Date(Date.now() + ms);

/** A key of this model with a certificate of its maker, or of who is given. */
const attestedKey = async (wish: Parameters<typeof maker.leaf>[0] = {}, by = maker) =>
  hardwareKey({ aaguid, attestation: 'packed', leaf: await by.leaf({ aaguid, ...wish }) });

describe('an AAGUID counts', () => {
  test('where the certificate chains to the root of that very model', async () => {
    const done = await register(await attestedKey(), hardware, { models: trusted });
    expect(done).toMatchObject({ attested: true, aaguid, attestationFormat: 'packed' });
  });

  test('where the root is configured as base64 DER, as metadata statements hold it', async () => {
    const der = maker.root.replaceAll(/-----[^-]+-----/g, '');
    await expect(register(await attestedKey(), hardware, { models: modelsWith({ [aaguid]: [stranger.root, der] }) })).resolves.toMatchObject({
      attested: true,
    });
  });

  test('where the certificate names no AAGUID', async () => {
    await expect(register(await attestedKey({ aaguid: null }), hardware, { models: trusted })).resolves.toMatchObject({ attested: true });
  });

  test('where the metadata statement holds the leaf itself', async () => {
    const leaf = await maker.leaf({ aaguid });
    const models = modelsWith({ [aaguid]: [Buffer.from(leaf.x5c[0] as Uint8Array).toString('base64')] });
    await expect(register(hardwareKey({ aaguid, attestation: 'packed', leaf }), hardware, { models })).resolves.toMatchObject({ attested: true });
  });

  test('over a chain of six certificates', async () => {
    await expect(register(await attestedKey({ intermediates: 5 }), hardware, { models: trusted })).resolves.toMatchObject({ attested: true });
  });
});

describe('an AAGUID is a mere claim', () => {
  const claimed = { attested: false };

  test('by self attestation, whatever model it names', async () => {
    await expect(register(hardwareKey({ aaguid, attestation: 'packed-self' }), hardware, { models: trusted })).resolves.toMatchObject({
      ...claimed,
      aaguid,
    });
  });

  test('without an attestation', async () => {
    await expect(register(hardwareKey({ aaguid }), hardware, { models: trusted })).resolves.toMatchObject({ ...claimed, attestationFormat: 'none' });
  });

  test('where no root is configured', async () => {
    await expect(register(await attestedKey(), hardware)).resolves.toMatchObject(claimed);
    await expect(register(await attestedKey(), hardware, { models: modelsWith({ [aaguid]: [] }) })).resolves.toMatchObject(claimed);
  });

  test('where the root is another model’s', async () => {
    await expect(register(await attestedKey(), hardware, { models: modelsWith({ [another]: [maker.root] }) })).resolves.toMatchObject(claimed);
  });

  test('where the certificate is a stranger’s', async () => {
    await expect(register(await attestedKey({}, stranger), hardware, { models: trusted })).resolves.toMatchObject(claimed);
  });

  test('where a stranger took the maker’s names', async () => {
    await expect(register(await attestedKey({}, await attestationCa()), hardware, { models: trusted })).resolves.toMatchObject(claimed);
  });

  test('where the chain stops short of the root', async () => {
    const leaf = await maker.leaf({ aaguid, intermediates: 2 });
    const cut = { ...leaf, x5c: leaf.x5c.slice(0, 1) };
    await expect(register(hardwareKey({ aaguid, attestation: 'packed', leaf: cut }), hardware, { models: trusted })).resolves.toMatchObject(claimed);
  });

  test('where a leaf stands as an issuer', async () => {
    const real = await maker.leaf({ aaguid });
    const forged = await stranger.leaf({ aaguid });
    const leaf = { ...forged, x5c: [forged.x5c[0] as Uint8Array, real.x5c[0] as Uint8Array] };
    await expect(register(hardwareKey({ aaguid, attestation: 'packed', leaf }), hardware, { models: trusted })).resolves.toMatchObject(claimed);
  });

  test('where a certificate that may not issue issued the leaf', async () => {
    await expect(register(await attestedKey({ intermediates: 1 }), hardware, { models: trusted })).resolves.toMatchObject({ attested: true });
    await expect(register(await attestedKey({ intermediates: 1, rogue: true }), hardware, { models: trusted })).resolves.toMatchObject(claimed);
  });

  test('over a chain of seven certificates', async () => {
    await expect(register(await attestedKey({ intermediates: 6 }), hardware, { models: trusted })).resolves.toMatchObject(claimed);
  });

  test('where the leaf is over by then, or not valid yet', async () => {
    const key = await attestedKey({ notAfter: later(year) });
    await expect(register(key, hardware, { models: trusted, now: later(year / 2) })).resolves.toMatchObject({ attested: true });
    await expect(register(key, hardware, { models: trusted, now: later(year + 1) })).resolves.toMatchObject(claimed);
    await expect(register(key, hardware, { models: trusted, now: later(-year) })).resolves.toMatchObject(claimed);
  });

  test('where the root is over', async () => {
    const old = await attestationCa({ notBefore: later(-2 * year), notAfter: later(-year) });
    await expect(register(await attestedKey({}, old), hardware, { models: modelsWith({ [aaguid]: [old.root] }) })).resolves.toMatchObject(claimed);
  });

  test('where the configured root cannot be read', async () => {
    await expect(register(await attestedKey(), hardware, { models: modelsWith({ [aaguid]: ['no certificate'] }) })).resolves.toMatchObject(claimed);
  });
});

describe('by itself', () => {
  const objectOf = async (leafAaguid: string | null) => {
    const { response } = await ask(await attestedKey({ aaguid: leafAaguid }), hardware);
    return new Uint8Array(Buffer.from(response.response.attestationObject, 'base64url'));
  };

  test('the check refuses a certificate that names another AAGUID', async () => {
    expect(isAttested(await objectOf(aaguid), aaguid, await trusted(aaguid), new Date())).toBe(true);
    expect(isAttested(await objectOf(another), aaguid, await trusted(aaguid), new Date())).toBe(false);
  });

  test('the check counts a certificate only in a format that signs with it', async () => {
    const { x5c } = await maker.leaf({ aaguid });
    // Certificates are public: in these formats anybody can lay a real one beside a signature of their own.
    for (const fmt of ['none', 'android-safetynet', 'android-key', 'compound']) {
      const object = encodeCBOR(
        new Map<string, never>([
          ['fmt', fmt as never],
          ['attStmt', new Map([['x5c', x5c]]) as never],
          ['authData', new Uint8Array(37) as never],
        ]),
      );
      expect(isAttested(new Uint8Array(object), aaguid, await trusted(aaguid), new Date()), fmt).toBe(false);
    }
  });
});

test('a leaf that is over today is refused outright', async () => {
  const key = await attestedKey({ notBefore: later(-2 * year), notAfter: later(-year) });
  await expect(register(key, hardware, { models: trusted })).rejects.toMatchObject({ code: 'REGISTRATION_INVALID' });
});

test('a certificate that names another AAGUID is refused outright', async () => {
  await expect(register(await attestedKey({ aaguid: another }), hardware, { models: trusted })).rejects.toMatchObject({
    code: 'REGISTRATION_INVALID',
  });
});

test('with any byte of the attestation object changed, nothing is attested but the very credential that was signed', async () => {
  const { challenge, response } = await ask(await attestedKey(), hardware);
  const whole = Buffer.from(response.response.attestationObject, 'base64url');
  const verify = (bytes: Buffer) => {
    const changed = { ...response, response: { ...response.response, attestationObject: bytes.toString('base64url') } };
    return verifyRegistration(rp, changed, challenge, hardware, trusted, new Date());
  };
  const credentialOf = ({ attested, credentialId, publicKey, aaguid, counter }: Awaited<ReturnType<typeof verify>>) => ({
    attested,
    credentialId,
    publicKey,
    aaguid,
    counter,
  });
  const signed = credentialOf(await verify(whole));
  expect(signed.attested).toBe(true);
  const verdicts = { refused: 0, claimed: 0, same: 0 };
  for (let i = 0; i < whole.length; i += 1) {
    const changed = Buffer.from(whole);
    changed[i] = (changed[i] as number) ^ (1 << (i % 8));
    const came = await verify(changed).catch(() => null);
    verdicts[came === null ? 'refused' : came.attested ? 'same' : 'claimed'] += 1;
    // The last byte string's length may say too much, and its bytes stay what was signed: the CBOR decoder stops at the end.
    if (came?.attested) expect(credentialOf(came), `byte ${i}`).toEqual(signed);
  }
  expect(verdicts.same).toBeLessThanOrEqual(2);
  // A change in the certificate can spoil its chain and leave the signature whole; all else is refused.
  expect(verdicts.refused).toBeGreaterThan(whole.length / 3);
});
