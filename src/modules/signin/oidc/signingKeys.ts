import { generateKeyPair as generate, type KeyObject, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { and, desc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { JWK } from 'jose';
import { oidcKeys, type SigningAlgorithm } from '../../../db/tables/oidc.ts';
import { workspaces } from '../../../db/tables/workspaces.ts';
import { seal, unseal } from '../../../lib/secrets.ts';
import { type Ctx, type Server, systemCtx, type TxCtx, tx } from '../../context.ts';
import { require } from '../../policy/require.ts';

const generateKeyPair = promisify(generate);

const day = 24 * 3_600_000;
/** No ID token, nor its use as a hint, outlives the session of 12 hours that it tells of. */
const publishedFor = day;
const renewedAfter = 90 * day;

const makers: Record<SigningAlgorithm, () => Promise<{ privateKey: KeyObject }>> = {
  // Clients must know RS256 (OpenID Connect Core §15.1), and many know nothing else.
  RS256: () => generateKeyPair('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPair('ec', { namedCurve: 'P-256' }),
};
const algorithms = Object.keys(makers) as SigningAlgorithm[];

export type SigningKey = Omit<typeof oidcKeys.$inferSelect, 'sealed'>;

const told = {
  workspaceId: oidcKeys.workspaceId,
  id: oidcKeys.id,
  algorithm: oidcKeys.algorithm,
  createdAt: oidcKeys.createdAt,
  retiredAt: oidcKeys.retiredAt,
};

const published = ({ clock }: Pick<Server, 'clock'>, workspaceId: string) =>
  and(eq(oidcKeys.workspaceId, workspaceId), or(isNull(oidcKeys.retiredAt), gt(oidcKeys.retiredAt, new Date(clock.now().getTime() - publishedFor))));

/** The keys that are published, those that sign first. They are made when they are first asked for. */
export async function publishedKeys(server: Server, workspaceId: string): Promise<SigningKey[]> {
  const read = () =>
    server.db
      .select(told)
      .from(oidcKeys)
      .where(published(server, workspaceId))
      .orderBy(desc(isNull(oidcKeys.retiredAt)), desc(oidcKeys.createdAt), desc(oidcKeys.id));
  const there = await read();
  if (there.length > 0) return there;
  await renew(systemCtx(server, workspaceId), workspaceId, (keys) => keys.length === 0);
  return read();
}

/** The same keys with their private parts, for the protocol. */
export async function privateKeys(server: Server, workspaceId: string, keys: readonly SigningKey[]): Promise<JWK[]> {
  const rows = await server.db.select().from(oidcKeys).where(published(server, workspaceId));
  const key = await server.vault.key(server.db, workspaceId, 'OIDC');
  return keys.flatMap(({ id }) => {
    const row = rows.find((row) => row.id === id);
    return row ? [JSON.parse(Buffer.from(unseal(key, row.sealed, label(row))).toString()) as JWK] : [];
  });
}

/** Signs by new keys from now on; the old ones stay published until nothing that they signed counts any more. @throws AccessDenied */
export async function rotateSigningKeys(ctx: Ctx): Promise<SigningKey[]> {
  const workspaceId = require(ctx, 'signingKey.rotate');
  await renew(ctx, workspaceId, () => true);
  return publishedKeys(ctx, workspaceId);
}

/** Renews keys that are old, and deletes those that are published no more. */
export async function sweepSigningKeys(server: Server, workspaceId: string): Promise<void> {
  const before = (age: number) => new Date(server.clock.now().getTime() - age);
  await server.db.delete(oidcKeys).where(and(eq(oidcKeys.workspaceId, workspaceId), lt(oidcKeys.retiredAt, before(publishedFor))));
  const old = and(eq(oidcKeys.workspaceId, workspaceId), isNull(oidcKeys.retiredAt), lt(oidcKeys.createdAt, before(renewedAfter)));
  const due = await server.db.select({ id: oidcKeys.id }).from(oidcKeys).where(old).limit(1);
  // Looked at again under the lock: another node may be at it.
  if (due.length > 0)
    await renew(systemCtx(server, workspaceId), workspaceId, (keys) => keys.some(({ createdAt }) => createdAt < before(renewedAfter)));
}

/** Makes a new key of each algorithm and retires the others, where the present ones are still so that it is wanted. */
async function renew(ctx: Ctx, workspaceId: string, isWanted: (present: SigningKey[]) => boolean): Promise<void> {
  // Made before the lock is taken: an RSA key takes a while.
  const made = await Promise.all(algorithms.map(async (algorithm) => newKey(ctx, workspaceId, algorithm)));
  await tx(ctx, async (ctx) => {
    await ctx.db.select({ id: workspaces.id }).from(workspaces).where(eq(workspaces.id, workspaceId)).for('update');
    const signing = and(eq(oidcKeys.workspaceId, workspaceId), isNull(oidcKeys.retiredAt));
    const present = await ctx.db.select(told).from(oidcKeys).where(signing);
    if (!isWanted(present)) return;
    await ctx.db.update(oidcKeys).set({ retiredAt: ctx.clock.now() }).where(signing);
    await ctx.db.insert(oidcKeys).values(made);
    tellRenewed(ctx, workspaceId, made);
  });
}

const tellRenewed = (ctx: TxCtx, workspaceId: string, keys: readonly { id: string }[]) =>
  ctx.emit(workspaceId, { type: 'signing_keys.rotated', payload: { keyIds: keys.map(({ id }) => id) } });

async function newKey({ db, vault, clock }: Ctx, workspaceId: string, algorithm: SigningAlgorithm): Promise<typeof oidcKeys.$inferInsert> {
  const { privateKey } = await makers[algorithm]();
  const id = randomUUID();
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: id, alg: algorithm, use: 'sig' };
  const sealed = seal(await vault.key(db, workspaceId, 'OIDC'), new Uint8Array(Buffer.from(JSON.stringify(jwk))), label({ workspaceId, id }));
  return { workspaceId, id, algorithm, sealed, createdAt: clock.now() };
}

const label = ({ workspaceId, id }: { workspaceId: string; id: string }) => `oidc-key:${workspaceId}:${id}`;
