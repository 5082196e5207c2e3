import { randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '../db/handle.ts';
import { type DataKeyPurpose, dataKeys } from '../db/tables/workspaces.ts';
import { hmac, seal, unseal } from '../lib/secrets.ts';

const label = (workspaceId: string, purpose: DataKeyPurpose) => `data-key:${workspaceId}:${purpose}`;
const purposes: DataKeyPurpose[] = ['PIN_PEPPER', 'SEALED_BOX', 'LOG'];

/**
 * The data keys of each workspace, wrapped by the server's secret. The first secret wraps; the others still unwrap,
 * so that a secret can be rotated while servers restart one by one.
 */
export class Vault {
  #secrets: Uint8Array[];
  #open = new Map<string, Uint8Array>();

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets.map(wrappingKey);
  }

  /** Makes a new workspace's keys. Called inside the transaction that makes the workspace. */
  async create(db: Db, workspaceId: string, now: Date): Promise<void> {
    const [secret] = this.#secrets;
    if (!secret) throw new Error('The vault has no secret');
    await db.insert(dataKeys).values(
      purposes.map((purpose) => ({
        workspaceId,
        purpose,
        wrapped: seal(secret, new Uint8Array(randomBytes(32)), label(workspaceId, purpose)),
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
    for (const row of rows) this.#open.set(label(workspaceId, row.purpose), this.#unwrap(row.wrapped, label(workspaceId, row.purpose)));
    const key = this.#open.get(name);
    if (!key) throw new Error(`Workspace ${workspaceId} has no data key for ${purpose}`);
    return key;
  }

  /** Wraps every data key by a new secret, in one transaction; nothing that is stored under them changes. */
  async rewrap(db: Db, secret: string): Promise<number> {
    const wrapping = wrappingKey(secret);
    const count = await db.transaction(async (tx) => {
      const rows = await tx.select().from(dataKeys).for('update');
      for (const row of rows) {
        const name = label(row.workspaceId, row.purpose);
        const wrapped = seal(wrapping, this.#unwrap(row.wrapped, name), name);
        await tx.update(dataKeys).set({ wrapped }).where(sql`${dataKeys.workspaceId} = ${row.workspaceId} and ${dataKeys.purpose} = ${row.purpose}`);
      }
      return rows.length;
    });
    this.#secrets = [wrapping, ...this.#secrets];
    return count;
  }

  /** Throws one clear line where a stored key opens under none of the secrets: better at start than at the first PIN. */
  async check(db: Db): Promise<void> {
    const rows = await db.select().from(dataKeys).limit(1);
    for (const row of rows) this.#unwrap(row.wrapped, label(row.workspaceId, row.purpose));
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
