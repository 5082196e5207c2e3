import { asc, eq } from 'drizzle-orm';
import { workspaces } from '../../../db/tables/workspaces.ts';
import type { Server } from '../../context.ts';

/** Where OpenID Connect answers. */
export const mountPath = '/oidc';

/** An organisation as an OpenID provider. */
export interface Issuer {
  workspaceId: string;
  /** Its path, without a slash at the end. */
  path: string;
  /** Its name to applications: the address that everybody sees, whatever a request says. */
  issuer: string;
}

const issuerAt = ({ publicUrl }: Pick<Server, 'publicUrl'>, workspaceId: string, path: string): Issuer => ({
  workspaceId,
  path,
  issuer: `${publicUrl}${path}`,
});

/** The provider that answers at a path, and null where none does: the oldest organisation at `/oidc`, others below it. */
export async function issuerOfPath(server: Pick<Server, 'db' | 'publicUrl'>, path: string): Promise<Issuer | null> {
  const named = /^\/oidc\/(wsp_[0-9a-z]+)(?=\/|$)/.exec(path)?.[1];
  const oldest = await oldestWorkspace(server);
  if (named === undefined) return oldest === null ? null : issuerAt(server, oldest, mountPath);
  if (named === oldest) return null;
  const [found] = await server.db.select({ id: workspaces.id }).from(workspaces).where(eq(workspaces.id, named));
  return found ? issuerAt(server, named, `${mountPath}/${named}`) : null;
}

/** The provider that an organisation is. */
export async function issuerOf(server: Pick<Server, 'db' | 'publicUrl'>, workspaceId: string): Promise<Issuer> {
  const isOldest = (await oldestWorkspace(server)) === workspaceId;
  return issuerAt(server, workspaceId, isOldest ? mountPath : `${mountPath}/${workspaceId}`);
}

async function oldestWorkspace({ db }: Pick<Server, 'db'>): Promise<string | null> {
  const [oldest] = await db.select({ id: workspaces.id }).from(workspaces).orderBy(asc(workspaces.id)).limit(1);
  return oldest?.id ?? null;
}
