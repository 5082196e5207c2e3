import { eq } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { authenticatorModels } from '../../db/tables/keys.ts';
import type { TrustedModels } from './models.ts';

/** The models known from the FIDO Metadata Service. Some hundreds of rows, read when somebody registers. */
export async function loadModels(db: Db): Promise<TrustedModels> {
  const rows = await db.select().from(authenticatorModels);
  const byAaguid = new Map(rows.map((row) => [row.aaguid, row]));
  return {
    find: (aaguid) => {
      const model = byAaguid.get(aaguid);
      // A model that its maker or FIDO calls compromised keeps its name and loses its roots.
      return model && { name: model.name, roots: model.revoked ? [] : model.roots };
    },
  };
}

/** Writes what a metadata BLOB says over what was known. Returns how many models it tells. */
export async function storeModels(
  db: Db,
  blob: { no: number; models: readonly { aaguid: string; name: string; roots: string[]; revoked: boolean }[] },
  now: Date,
): Promise<number> {
  for (const { aaguid, name, roots, revoked } of blob.models) {
    const row = { name, roots, revoked, blobNumber: blob.no, importedAt: now };
    await db
      .insert(authenticatorModels)
      .values({ aaguid, ...row })
      .onConflictDoUpdate({ target: authenticatorModels.aaguid, set: row });
  }
  return blob.models.length;
}

/** The model's name, where it is known. */
export async function modelName(db: Db, aaguid: string): Promise<string | null> {
  const [row] = await db.select({ name: authenticatorModels.name }).from(authenticatorModels).where(eq(authenticatorModels.aaguid, aaguid));
  return row?.name ?? null;
}
