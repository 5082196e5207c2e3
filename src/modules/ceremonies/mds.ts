import { verify } from 'node:crypto';
import { SettingsService } from '@simplewebauthn/server';
import { z } from 'zod';
import { Refused } from '../errors.ts';
import { chainsTo, readCertificate } from './certificates.ts';

const header = z.object({ alg: z.enum(['RS256', 'ES256']), x5c: z.array(z.string()).min(1) });
const payload = z.object({
  no: z.int(),
  nextUpdate: z.string(),
  entries: z.array(
    z.object({
      aaguid: z.string().optional(),
      metadataStatement: z.object({ description: z.string(), attestationRootCertificates: z.array(z.string()).default([]) }).optional(),
      statusReports: z.array(z.object({ status: z.string() })).default([]),
    }),
  ),
});

// Where FIDO publishes the BLOB, and whom its signing certificate names (FIDO MDS v3.1 §3.1.8).
const host = 'mds.fidoalliance.org';

const compromised = /^(REVOKED|.*_COMPROMISE|USER_VERIFICATION_BYPASS)$/;

/** A FIDO Metadata Service BLOB, verified. */
export interface MetadataBlob {
  /** The BLOB's number: each is greater than the one before. */
  no: number;
  nextUpdate: string;
  models: { aaguid: string; name: string; roots: string[]; revoked: boolean }[];
}

/**
 * Reads a FIDO Metadata Service BLOB (FIDO MDS v3.1 §3.1.7), downloaded elsewhere: no network is needed.
 * @param root the PEM root that its signature must chain to; FIDO's own unless given
 * @throws Refused METADATA_INVALID where it is no such BLOB, or was changed
 */
export function readMetadataBlob(jwt: string, { root, now }: { root?: string; now: Date }): MetadataBlob {
  try {
    const [head = '', body = '', signature = ''] = jwt.trim().split('.');
    const { alg, x5c } = header.parse(fromBase64url(head));
    const chain = x5c.map(readCertificate);
    const roots = root ? [root] : SettingsService.getRootCertificates({ identifier: 'mds' });
    if (!chainsTo(chain, roots.map(readCertificate), now)) throw new Error('its certificate does not chain to the FIDO root');
    // The roots sign web certificates too: only FIDO's own name may tell of models.
    if (!chain[0]?.checkHost(host)) throw new Error(`its certificate is not for ${host}`);
    const key = { key: chain[0]?.publicKey as NonNullable<(typeof chain)[0]>['publicKey'], dsaEncoding: 'ieee-p1363' as const };
    if (!verify('sha256', Buffer.from(`${head}.${body}`), alg === 'ES256' ? key : key.key, Buffer.from(signature, 'base64url'))) {
      throw new Error('its signature does not verify');
    }
    const { no, nextUpdate, entries } = payload.parse(fromBase64url(body));
    const models = entries.flatMap(({ aaguid, metadataStatement, statusReports }) =>
      aaguid && metadataStatement
        ? [
            {
              aaguid: aaguid.toLowerCase(),
              name: metadataStatement.description,
              roots: metadataStatement.attestationRootCertificates,
              revoked: statusReports.some(({ status }) => compromised.test(status)),
            },
          ]
        : [],
    );
    return { no, nextUpdate, models };
  } catch (error) {
    throw new Refused('METADATA_INVALID', `This is no valid FIDO metadata BLOB: ${(error as Error).message.split('\n')[0]}.`);
  }
}

const fromBase64url = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
