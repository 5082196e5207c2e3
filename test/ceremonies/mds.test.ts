import { sign } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { readMetadataBlob } from '../../src/modules/ceremonies/mds.ts';
import { findModel, storeModels } from '../../src/modules/ceremonies/modelStore.ts';
import type { AttestationLeaf } from '../support/attestation.ts';
import { attestationCa } from '../support/attestationCa.ts';
import { testDatabase } from '../support/database.ts';
import { hardwareKey } from '../support/devices.ts';
import { failure, hardware, register } from './party.ts';

const database = await testDatabase();
afterAll(() => database.end());

const aaguid = 'cb69481e-8ff7-4039-93ec-0a2729a154a8';
const service = await attestationCa({ name: 'Metadata Service' });
const maker = await attestationCa();
const signer = await service.leaf({ host: 'mds.fidoalliance.org', intermediates: 1 });
const now = new Date();

interface Entry {
  aaguid?: string;
  metadataStatement?: { description: string; attestationRootCertificates?: string[] };
  statusReports: { status: string }[];
}

const model = (statuses: string[] = ['FIDO_CERTIFIED']): Entry => ({
  aaguid: aaguid.toUpperCase(),
  metadataStatement: { description: 'Example Key 5', attestationRootCertificates: [maker.root.replaceAll(/-----[^-]+-----|\s/g, '')] },
  statusReports: statuses.map((status) => ({ status })),
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A BLOB as the FIDO Metadata Service makes them. */
function blob(
  entries: Entry[] = [model()],
  { leaf = signer, alg = 'ES256', no = 7 }: { leaf?: AttestationLeaf; alg?: string; no?: number } = {},
): string {
  const x5c = leaf.x5c.map((der) => Buffer.from(der).toString('base64'));
  const signed = `${encode({ alg, typ: 'JWT', x5c })}.${encode({ legalHeader: 'terms', no, nextUpdate: '2026-12-24', entries })}`;
  const signature = sign('sha256', Buffer.from(signed), { key: leaf.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

const read = (jwt: string, root = service.root, at = now) => readMetadataBlob(jwt, { root, now: at });

describe('a BLOB', () => {
  test('that its service signed is read, whatever entries without an AAGUID it holds', () => {
    const u2f: Entry = { metadataStatement: { description: 'An old key' }, statusReports: [] };
    expect(read(blob([u2f, model()]))).toEqual({
      no: 7,
      nextUpdate: '2026-12-24',
      models: [{ aaguid, name: 'Example Key 5', roots: [expect.stringMatching(/^MII/)], revoked: false }],
    });
  });

  test('is read as RS256 too, as FIDO signs it', async () => {
    const leaf = await service.leaf({ host: 'mds.fidoalliance.org', algorithm: 'RS256' });
    expect(read(blob([model()], { leaf, alg: 'RS256' })).models).toHaveLength(1);
  });

  test('with another payload is refused', () => {
    const [head, , signature] = blob().split('.');
    const forged = encode({ no: 8, nextUpdate: '2026-12-24', entries: [] });
    expect(() => read(`${head}.${forged}.${signature}`)).toThrow(failure('METADATA_INVALID'));
  });

  test('with any byte changed is refused', () => {
    const whole = Buffer.from(blob());
    for (let i = 0; i < whole.length; i += 11) {
      const changed = Buffer.from(whole);
      // To another letter of base64url: a change that its decoder would skip is none.
      changed[i] = changed[i] === 0x41 ? 0x42 : 0x41;
      expect(() => read(changed.toString('latin1')), `byte ${i}`).toThrow(failure('METADATA_INVALID'));
    }
  });

  test('that another name than FIDO’s signed is refused, though it chains to the same root', async () => {
    const leaf = await service.leaf({ host: 'keys.example.org', intermediates: 1 });
    expect(() => read(blob([model()], { leaf }))).toThrow('its certificate is not for mds.fidoalliance.org');
  });

  test('that does not chain to the root is refused', async () => {
    const stranger = await attestationCa({ name: 'Metadata Service' });
    expect(() => read(blob(), stranger.root)).toThrow(failure('METADATA_INVALID'));
    // FIDO’s own root, where none is given.
    expect(() => readMetadataBlob(blob(), { now })).toThrow(failure('METADATA_INVALID'));
  });

  test('whose certificate is over is refused', () => {
    expect(() => read(blob(), service.root, new Date(now.getTime() + 20 * 365 * 24 * 3_600_000))).toThrow(failure('METADATA_INVALID'));
  });

  test.each(['none', 'HS256', 'RS256', 'es256'])('that claims the algorithm %s is refused', (alg) => {
    expect(() => read(blob([model()], { alg }))).toThrow(failure('METADATA_INVALID'));
  });

  test.each(['', '..', 'a.b.c', 'no BLOB at all'])('that reads %j is refused in one line', (text) => {
    expect(() => read(text)).toThrow(failure('METADATA_INVALID'));
    expect(() => read(text)).toThrow(/^This is no valid FIDO metadata BLOB: [^\n]+\.$/);
  });
});

describe('the models', () => {
  const key = async () => hardwareKey({ aaguid, attestation: 'packed', leaf: await maker.leaf({ aaguid }) });
  const registered = async () => register(await key(), hardware, { models: (id) => findModel(database.db, id) });

  test('that were imported make their keys attested; a revoked one keeps its name and loses its roots', async () => {
    expect((await registered()).attested).toBe(false);
    expect(await findModel(database.db, aaguid)).toBeNull();

    expect(await storeModels(database.db, read(blob()), now)).toBe(1);
    expect((await registered()).attested).toBe(true);

    await storeModels(database.db, read(blob([model(['FIDO_CERTIFIED', 'ATTESTATION_KEY_COMPROMISE'])], { no: 8 })), now);
    expect((await registered()).attested).toBe(false);
    expect((await findModel(database.db, aaguid))?.name).toBe('Example Key 5');
  });

  test.each(['REVOKED', 'ATTESTATION_KEY_COMPROMISE', 'USER_KEY_REMOTE_COMPROMISE', 'USER_KEY_PHYSICAL_COMPROMISE', 'USER_VERIFICATION_BYPASS'])(
    'are revoked by the status %s',
    (status) => {
      expect(read(blob([model(['FIDO_CERTIFIED', status])])).models[0]?.revoked).toBe(true);
    },
  );

  test.each(['FIDO_CERTIFIED', 'FIDO_CERTIFIED_L2', 'NOT_FIDO_CERTIFIED', 'UPDATE_AVAILABLE', 'SELF_ASSERTION_SUBMITTED'])(
    'are not by %s',
    (status) => {
      expect(read(blob([model([status])])).models[0]?.revoked).toBe(false);
    },
  );
});
