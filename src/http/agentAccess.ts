import type { WebSocket } from 'ws';
import type { Origin, Server } from '../modules/context.ts';
import { isDomainError } from '../modules/errors.ts';
import { Subscriber } from '../modules/events/subscriber.ts';
import type { Actor } from '../modules/policy/actor.ts';
import { actorOfAgent, actorOfAgentToken } from '../modules/readers/agentTokens.ts';

export type AgentActor = Extract<Actor, { type: 'agent' }>;

// RFC 6455 §7.4.2 leaves 4000–4999 to applications; graphql-transport-ws closes so who may not connect.
const forbidden = 4403;
/** Between the end of an agent's streams and of its socket, so that it hears why. */
const grace = 250;

/** The agent whose token this is; the token is spent by it. @throws Refused AGENT_TOKEN_INVALID, RateLimited */
export async function agentOfToken(server: Server, token: string, { address }: Origin): Promise<AgentActor> {
  try {
    return await actorOfAgentToken(server, token);
  } catch (error) {
    // An agent that says too much has a good token.
    if (isDomainError(error) && error.code !== 'RATE_LIMITED') await server.limits.take('badToken', address);
    throw error;
  }
}

/** Closes an agent's socket once the agent is shut out. @throws Refused AGENT_TOKEN_INVALID where it was already */
export async function closeWhenShutOut(server: Server, { workspaceId, agentId }: AgentActor, socket: WebSocket): Promise<void> {
  const subscriber = await server.hub.join(workspaceId, (last) => new Subscriber({ agentId }, last, () => false));
  const leave = () => server.hub.leave(workspaceId, subscriber);
  socket.once('close', leave);
  if (socket.readyState !== socket.OPEN) leave();
  // Shut out after its token was looked at, and before the log was listened to.
  await actorOfAgent(server, workspaceId, agentId);
  subscriber.next().catch(({ code }) => {
    if (code === 'ACCESS_ENDED') setTimeout(() => socket.close(forbidden, 'Forbidden'), grace).unref();
  });
}
