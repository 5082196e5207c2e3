import { require } from '../../modules/policy/require.ts';
import type { ReaderAgent } from '../../modules/readers/agents.ts';
import { findTapJob } from '../../modules/readers/readAgents.ts';
import type { Reader } from '../../modules/readers/readers.ts';
import type { TapJob } from '../../modules/readers/tapJobs.ts';
import type { SchemaContext } from '../context.ts';

/** An agent; null where there is none, or where the calling agent is another one. @throws AccessDenied */
export async function findReaderAgent(ctx: SchemaContext, id: string): Promise<ReaderAgent | null> {
  const { actor, loaders } = ctx;
  if (actor.type !== 'agent') return loaders.of(require(ctx, 'reader.read')).readerAgent.load(id);
  return actor.agentId === id ? loaders.of(actor.workspaceId).readerAgent.load(id) : null;
}

/** A reader; null where there is none, or where it is not the calling agent’s. @throws AccessDenied */
export async function findReader(ctx: SchemaContext, id: string): Promise<Reader | null> {
  const { actor, loaders } = ctx;
  if (actor.type !== 'agent') return loaders.of(require(ctx, 'reader.read')).reader.load(id);
  const reader = await loaders.of(actor.workspaceId).reader.load(id);
  return reader?.agentId === actor.agentId ? reader : null;
}

/** A request for a tap; null where there is none, or where it is not the calling agent’s. @throws AccessDenied */
export async function findTapJobOf(ctx: SchemaContext, id: string): Promise<TapJob | null> {
  const { actor, db } = ctx;
  if (actor.type !== 'agent') return findTapJob(db, require(ctx, 'tap.request'), id);
  const job = await findTapJob(db, actor.workspaceId, id);
  return job?.agentId === actor.agentId ? job : null;
}
