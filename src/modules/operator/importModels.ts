import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { max } from 'drizzle-orm';
import { authenticatorModels } from '../../db/tables/keys.ts';
import { workspaces } from '../../db/tables/workspaces.ts';
import { readMetadataBlob } from '../ceremonies/mds.ts';
import { storeModels } from '../ceremonies/modelStore.ts';
import { type Ctx, tx } from '../context.ts';
import { Refused } from '../errors.ts';
import { requireOperator } from '../identity/operator.ts';

/** The file in the data folder that the BLOB is read from. */
export const metadataFile = 'fido-metadata.jwt';

/**
 * Takes over what the FIDO Metadata Service says of models, from the BLOB that the operator laid into the data folder:
 * it is some megabytes, more than a request may carry, and this server fetches nothing by itself.
 * @throws AccessDenied, Refused METADATA_INVALID where there is no such file, it does not verify, or a newer one is known
 */
export async function importModels(ctx: Ctx): Promise<{ models: number; blobNumber: number; nextUpdate: string }> {
  requireOperator(ctx);
  const jwt = await readFile(join(ctx.dataDir, metadataFile), 'utf8').catch(() => {
    throw new Refused('METADATA_INVALID', `There is no file ${metadataFile} in the data folder.`);
  });
  const blob = readMetadataBlob(jwt, { now: ctx.clock.now() });
  return tx(ctx, async (ctx) => {
    // An older list would give a model that was revoked since its roots back (FIDO MDS v3.1 §3.1.6).
    const [known] = await ctx.db.select({ no: max(authenticatorModels.blobNumber) }).from(authenticatorModels);
    if (known?.no && blob.no < known.no) {
      throw new Refused('METADATA_INVALID', `This BLOB is number ${blob.no}; number ${known.no} is known already.`);
    }
    const models = await storeModels(ctx.db, blob, ctx.clock.now());
    const all = await ctx.db.select({ id: workspaces.id }).from(workspaces);
    for (const { id } of all) ctx.emit(id, { type: 'models.imported', payload: { blobNumber: blob.no, models } });
    return { models, blobNumber: blob.no, nextUpdate: blob.nextUpdate };
  });
}
