import { eq } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { authenticatorModels } from '../../db/tables/keys.ts';
import type { Model } from './models.ts';

/** What is known of a model, by its AAGUID; of one that its maker or FIDO calls compromised, the name and no roots. */
export async function findModel(db: Db, aaguid: string): Promise<Model | null> {
  const [model] = await db.select().from(authenticatorModels).where(eq(authenticatorModels.aaguid, aaguid));
  return model ? { name: model.name, roots: model.revoked ? [] : model.roots } : null;
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
