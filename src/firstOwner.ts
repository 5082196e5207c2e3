import type { Sql } from 'postgres';
import { type Server, systemCtx } from './modules/context.ts';
import { inviteOwner } from './modules/enrolment/owners.ts';
import { workspaceIds } from './modules/workspace/workspaces.ts';

/** Invites the owner whom the environment names, on a server that has no organisation yet. Nodes that start at once take turns. */
export async function inviteConfiguredOwner(
  server: Server,
  sql: Sql,
  { email, organisation }: { email: string; organisation: string },
): Promise<void> {
  await sql.begin(async (turn) => {
    await turn`select pg_advisory_xact_lock(hashtextextended('first owner', 0))`;
    if ((await workspaceIds(server.db)).length > 0) return;
    const operator = { ...systemCtx(server, ''), actor: { type: 'operator' as const } };
    const owner = { displayName: email.split('@')[0] ?? email, email };
    await inviteOwner(operator, { organisation, owner, securityKey: { smartphone: {} } });
  });
}
