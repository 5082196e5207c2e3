import { AccessDenied } from '../errors.ts';
import type { Actor } from '../policy/actor.ts';

/** The calling agent: the first line of what agents alone may do. @throws AccessDenied */
export function requireAgent({ actor }: { actor: Actor }): { workspaceId: string; agentId: string } {
  if (actor.type === 'agent') return actor;
  if (actor.type === 'anonymous') throw new AccessDenied('SIGN_IN_REQUIRED', 'This is for reader agents: send the agent’s token.');
  throw new AccessDenied('FORBIDDEN', 'This is for reader agents alone.');
}
