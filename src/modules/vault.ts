import { randomBytes } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../db/handle.ts';
import { type DataKeyPurpose, dataKeys, workspaces } from '../db/tables/workspaces.ts';
import { hmac, seal, unseal } from '../lib/secrets.ts';

const label = (workspaceId: string, purpose: DataKeyPurpose) => `data-key:${workspaceId}:${purpose}`;
const purposes: DataKeyPurpose[] = ['PIN_PEPPER', 'SEALED_BOX', 'LOG', 'CARD', 'OIDC', 'OFFLINE'];

/** A data key as it is kept. */
export interface WrappedKey {
  workspaceId: string;
  purpose: DataKeyPurpose;
  wrapped: Uint8Array;
}

/**
 * The data keys of each workspace, wrapped by the server's secret. The first secret wraps; the others still unwrap,
 * so that a secret can be rotated while servers restart one by one.
 */
export class Vault {
  #secrets: Uint8Array[];
  #reload: () => Promise<readonly string[]>;
  #open = new Map<string, Uint8Array>();

  /** @param reload reads the secrets again: another node may have rotated them */
  constructor(secrets: readonly string[], reload: () => Promise<readonly string[]> = async () => secrets) {
    this.#secrets = secrets.map(wrappingKey);
    this.#reload = reload;
  }

  /** Makes a new workspace's keys. Called inside the transaction that makes the workspace. */
  async create(db: Db, workspaceId: string, now: Date): Promise<void> {
    // Waits for a rotation that goes on, and keeps the next one waiting: which secret is the present one is known after it.
    await db.execute(sql`lock table ${dataKeys} in row exclusive mode`);
    await this.#readSecrets();
    await this.#insert(
      db,
      purposes.map((purpose) => ({ workspaceId, purpose })),
      now,
    );
  }

  /** Makes the keys for uses that came with a newer version, where a workspace lacks them. Called at start. */
  async complete(db: Db, now: Date): Promise<void> {
    await db.transaction(async (tx) => {
      await tx.execute(sql`lock table ${dataKeys} in share row exclusive mode`);
      await this.#readSecrets();
      const all = await tx.select({ workspaceId: workspaces.id }).from(workspaces);
      const there = await tx.select({ workspaceId: dataKeys.workspaceId, purpose: dataKeys.purpose }).from(dataKeys);
      const known = new Set(there.map((row) => label(row.workspaceId, row.purpose)));
      const wanted = all.flatMap(({ workspaceId }) => purposes.map((purpose) => ({ workspaceId, purpose })));
      await this.#insert(
        tx,
        wanted.filter((row) => !known.has(label(row.workspaceId, row.purpose))),
        now,
      );
    });
  }

  async #insert(db: Db, wanted: readonly { workspaceId: string; purpose: DataKeyPurpose }[], now: Date): Promise<void> {
    const [secret] = this.#secrets;
    if (!secret) throw new Error('The vault has no secret');
    if (wanted.length === 0) return;
    await db.insert(dataKeys).values(
      wanted.map((row) => ({
        ...row,
        wrapped: seal(secret, new Uint8Array(randomBytes(32)), label(row.workspaceId, row.purpose)),
        createdAt: now,
      })),
    );
  }

  /** The data key of a workspace for one use. */
  async key(db: Db, workspaceId: string, purpose: DataKeyPurpose): Promise<Uint8Array> {
    const name = label(workspaceId, purpose);
    const known = this.#open.get(name);
    if (known) return known;
    const rows = await db.select().from(dataKeys).where(eq(dataKeys.workspaceId, workspaceId));
    // Another node may have wrapped them by a newer secret than this one knows.
    if (rows.some((row) => !this.#opens(row))) await this.#readSecrets();
    for (const row of rows) this.#open.set(label(workspaceId, row.purpose), this.#unwrap(row.wrapped, label(workspaceId, row.purpose)));
    const key = this.#open.get(name);
    if (!key) throw new Error(`Workspace ${workspaceId} has no data key for ${purpose}`);
    return key;
  }

  /**
   * Wraps every data key by a new secret, in one transaction; nothing that is stored under them changes. Rotations and new
   * workspaces take turns.
   * @param renew gives the new secret, already kept beside the old ones
   */
  async rewrap(db: Db, renew: () => Promise<string>): Promise<{ secret: string; count: number }> {
    return db.transaction(async (tx) => {
      await tx.execute(sql`lock table ${dataKeys} in share row exclusive mode`);
      const secret = await renew();
      await this.#readSecrets();
      const wrapping = wrappingKey(secret);
      const rows = await tx.select().from(dataKeys);
      for (const row of rows) {
        const name = label(row.workspaceId, row.purpose);
        const wrapped = seal(wrapping, this.#unwrap(row.wrapped, name), name);
        await tx
          .update(dataKeys)
          .set({ wrapped })
          .where(and(eq(dataKeys.workspaceId, row.workspaceId), eq(dataKeys.purpose, row.purpose)));
      }
      return { secret, count: rows.length };
    });
  }

  /** Throws one clear line where a stored key opens under none of the secrets: better at start than at the first PIN. */
  async check(db: Db): Promise<void> {
    this.checkAll(await db.select().from(dataKeys));
  }

  /** The same for keys that are in no database yet. */
  checkAll(keys: readonly WrappedKey[]): void {
    for (const { workspaceId, purpose, wrapped } of keys) this.#unwrap(wrapped, label(workspaceId, purpose));
  }

  async #readSecrets(): Promise<void> {
    this.#secrets = (await this.#reload()).map(wrappingKey);
  }

  #opens({ workspaceId, purpose, wrapped }: WrappedKey): boolean {
    try {
      this.#unwrap(wrapped, label(workspaceId, purpose));
      return true;
    } catch {
      return false;
    }
  }

  #unwrap(wrapped: Uint8Array, name: string): Uint8Array {
    for (const secret of this.#secrets) {
      try {
        return unseal(secret, wrapped, name);
      } catch {
        // Not this secret's; the next one may fit.
      }
    }
    throw new Error('The server’s secret does not open this database: set LATCHKEY_SECRET to the one it was made with.');
  }
}

const wrappingKey = (secret: string): Uint8Array => hmac(Buffer.from(secret), 'latchkey data key wrapping v1');
