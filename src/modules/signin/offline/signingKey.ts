import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Ctx } from '../../context.ts';

// RFC 8410 §7: what stands before the 32 bytes of an Ed25519 key in PKCS #8.
const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The workspace's key that signs grants. */
export async function grantSigningKey({ db, vault }: Pick<Ctx, 'db' | 'vault'>, workspaceId: string): Promise<KeyObject> {
  const seed = await vault.key(db, workspaceId, 'OFFLINE');
  return createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' });
}

/** Its public half: 32 bytes, base64url. */
export const publicHalf = (key: KeyObject): string => createPublicKey(key).export({ format: 'jwk' }).x as string;
