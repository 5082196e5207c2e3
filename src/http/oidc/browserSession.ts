import type { IncomingMessage } from 'node:http';
import type { Session } from 'oidc-provider';
import type { Server } from '../../modules/context.ts';
import { actorOfSession } from '../../modules/identity/sessions.ts';
import type { Actor } from '../../modules/policy/actor.ts';
import { sessionOfGrant } from '../../modules/signin/oidc/grants.ts';
import { readCookie } from '../cookies.ts';

export type UserActor = Extract<Actor, { type: 'user' }>;

/** Who is signed in to Latchkey in the browser that asks; null where nobody is, or in another organisation. */
export async function browserSession(server: Server, workspaceId: string, request: IncomingMessage, secure: boolean): Promise<UserActor | null> {
  const token = readCookie(request, 'session', secure);
  const actor = token === null ? null : await actorOfSession(server, token);
  return actor?.type === 'user' && actor.workspaceId === workspaceId ? actor : null;
}

/** The sessions of ours that one of the protocol tells of: it knows them by the grants under them. */
export const sessionsOf = ({ authorizations = {} }: Pick<Session, 'authorizations'>): string[] =>
  Object.values(authorizations).flatMap(({ grantId }) => (grantId ? [sessionOfGrant(grantId)] : []));

/** Whether a session of the protocol tells of this one of ours, and of no other. */
export function isOf(session: Pick<Session, 'authorizations'>, sessionId: string): boolean {
  const known = sessionsOf(session);
  return known.length > 0 && known.every((id) => id === sessionId);
}
