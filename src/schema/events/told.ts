import type { LoggedEvent } from '../../modules/events/catalogue.ts';
import type { ReaderAgent } from '../../modules/readers/agents.ts';
import type { Application } from '../../modules/signin/oidc/applications.ts';
import type { SchemaContext } from '../context.ts';

/** A part of an event that is a text; null where it tells none. */
export const told = ({ payload }: LoggedEvent, name: string): string | null => (typeof payload[name] === 'string' ? payload[name] : null);

/** The application that an event names, as it is now; null where it is gone, or none is named. */
export async function applicationOf(event: LoggedEvent, ctx: SchemaContext): Promise<Application | null> {
  const id = told(event, 'applicationId');
  return id === null ? null : ctx.loaders.of(event.workspaceId).application.load(id);
}

/** The reader agent that an event names, as it is now; null where it is gone, or none is named. */
export async function agentOf(event: LoggedEvent, ctx: SchemaContext): Promise<ReaderAgent | null> {
  const id = told(event, 'agentId');
  return id === null ? null : ctx.loaders.of(event.workspaceId).readerAgent.load(id);
}
