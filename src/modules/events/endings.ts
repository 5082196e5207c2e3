import type { LoggedEvent } from './catalogue.ts';
import type { Principal } from './subscriber.ts';

/** Whether an event takes away what a subscriber lives by. */
export function endsStreamOf(event: LoggedEvent, principal: Principal): boolean {
  switch (event.type) {
    case 'session.ended':
      return principal.sessionId !== undefined && principal.sessionId === event.payload.sessionId;
    case 'api_token.revoked':
      return principal.tokenId !== undefined && principal.tokenId === event.payload.tokenId;
    case 'reader_agent.revoked':
      return principal.agentId !== undefined && principal.agentId === event.payload.agentId;
    case 'user.role_changed':
    case 'user.suspended':
    case 'user.deleted':
      return principal.userId !== undefined && principal.userId === event.userId;
    default:
      return false;
  }
}
