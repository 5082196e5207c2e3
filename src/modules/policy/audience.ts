import type { Actor } from './actor.ts';
import { type Action, permissions, ruleFor } from './permissions.ts';
import { may } from './require.ts';

/**
 * All who may see the same of a workspace. What is executed once for an audience is nobody's own call: it has rights, and
 * no actor.
 */
export interface Audience {
  workspaceId: string;
  /** In the order of the table of permissions. */
  actions: ReadonlySet<Action>;
}

/** The audience that an actor belongs to; null for who acts in no workspace, or sees their own things alone. */
export function audienceOf(actor: Actor): Audience | null {
  if (actor.type !== 'user' && actor.type !== 'token' && actor.type !== 'operator') return null;
  const { workspaceId } = actor;
  if (workspaceId === undefined) return null;
  // What asks for a fresh sign-in asks for somebody who signed in.
  const actions = (Object.keys(permissions) as Action[]).filter((action) => !ruleFor(action).fresh && may({ actor }, action));
  return { workspaceId, actions: new Set(actions) };
}
