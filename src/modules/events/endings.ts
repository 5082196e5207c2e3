import type { LoggedEvent } from './catalogue.ts';
import type { Principal } from './principal.ts';

/** What an event takes away from whoever lives by it; null for most events, which take nothing. */
export function endedBy({ type, payload, userId }: LoggedEvent): ((principal: Principal) => boolean) | null {
  switch (type) {
    case 'session.ended':
      return ({ sessionId }) => sessionId !== undefined && sessionId === payload.sessionId;
    case 'api_token.revoked':
      return ({ tokenId }) => tokenId !== undefined && tokenId === payload.tokenId;
    case 'reader_agent.revoked':
      return ({ agentId }) => agentId !== undefined && agentId === payload.agentId;
    case 'user.role_changed':
    case 'user.suspended':
    case 'user.deleted':
      return (principal) => principal.userId !== undefined && principal.userId === userId;
    default:
      return null;
  }
}
