import type { Role } from '../../db/tables/directory.ts';
import type { TokenScope } from '../../db/tables/identity.ts';

/** Who calls. Every call has one, and what it may do follows from it alone. */
export type Actor =
  | { type: 'anonymous' }
  /** Who holds the data folder. Belongs to no workspace until a use case names one. */
  | { type: 'operator'; workspaceId?: string }
  | { type: 'user'; workspaceId: string; userId: string; sessionId: string; role: Role | null; signedInAt: Date; expiresAt: Date }
  | { type: 'token'; workspaceId: string; tokenId: string; scopes: readonly TokenScope[]; expiresAt: Date }
  /** The agent of a PC with a reader: it sees its own jobs and nothing else. */
  | { type: 'agent'; workspaceId: string; agentId: string }
  /** Whoever holds an activation link, whoever else is signed in in that browser. */
  | { type: 'holder'; workspaceId: string }
  /** The server itself: sweepers and the mail worker. */
  | { type: 'system'; workspaceId: string };

/** How an actor is written in the log: its kind and its id. */
export function actorName(actor: Actor): string {
  switch (actor.type) {
    case 'user':
      return actor.userId;
    case 'token':
      return actor.tokenId;
    case 'agent':
      return actor.agentId;
    default:
      return actor.type;
  }
}
