import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Ctx } from '../context.ts';
import { requireOperator } from '../identity/operator.ts';

/**
 * Writes everything that the database holds, as it is at one moment, into a file in the data folder. The server's secret
 * is not in it: who has both can read what is sealed.
 * @throws AccessDenied
 */
export async function backUp(ctx: Ctx): Promise<{ file: string; rows: number }> {
  requireOperator(ctx);
  const folder = join(resolve(ctx.dataDir), 'backups');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `latchkey-${ctx.clock.now().toISOString().replaceAll(/[:.]/g, '-')}.backup`);
  const { rows } = await ctx.writeBackup(file);
  return { file, rows };
}
