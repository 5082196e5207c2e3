import type { Role } from '../../db/tables/directory.ts';
import type { Clock } from '../../lib/clock.ts';
import { AccessDenied } from '../errors.ts';
import type { Actor } from './actor.ts';
import type { Audience } from './audience.ts';
import { type Action, rank, ruleFor } from './permissions.ts';

const freshFor = 5 * 60_000;

interface Caller {
  actor: Actor;
  clock: Clock;
  /** Given where what is read is for an audience: then there is no actor to ask. */
  audience?: Audience;
}

/** Whether the caller may do this, leaving aside how fresh the sign-in is. */
export function may(caller: Pick<Caller, 'actor' | 'audience'>, action: Action): boolean {
  if (caller.audience) return caller.audience.actions.has(action);
  const { actor } = caller;
  const rule = ruleFor(action);
  switch (actor.type) {
    case 'anonymous':
    case 'agent':
    case 'holder':
      return false;
    case 'user':
      return actor.role !== null && rule.roles.includes(actor.role);
    case 'token':
      return rule.scope !== undefined && actor.scopes.includes(rule.scope);
    case 'operator':
      return actor.workspaceId !== undefined;
    case 'system':
      return true;
  }
}

/**
 * The first line of every use case: throws unless the caller may do this.
 * @returns the workspace that the caller acts in.
 * @throws AccessDenied
 */
export function require(caller: Caller, action: Action): string {
  if (caller.audience) {
    if (!may(caller, action)) throw forbidden(action);
    return caller.audience.workspaceId;
  }
  const { actor, clock } = caller;
  if (actor.type === 'anonymous') throw new AccessDenied('SIGN_IN_REQUIRED', 'Sign in first.');
  if (actor.type === 'operator' && actor.workspaceId === undefined) {
    throw new AccessDenied('FORBIDDEN', 'Say which organisation: this server has none yet, or several.');
  }
  if (!may({ actor }, action) || actor.workspaceId === undefined) throw forbidden(action);
  if (ruleFor(action).fresh) requireFresh({ actor, clock });
  return actor.workspaceId;
}

const forbidden = (action: Action) => new AccessDenied('FORBIDDEN', `You may not do this (${action}).`);

/** A person who is signed in, with a role or without one. */
export type Person = Extract<Actor, { type: 'user' }>;

/** The first line of what people do to their own things alone. @returns who is signed in @throws AccessDenied */
export function requirePerson({ actor }: Pick<Caller, 'actor'>): Person {
  if (actor.type === 'anonymous') throw new AccessDenied('SIGN_IN_REQUIRED', 'Sign in first.');
  if (actor.type !== 'user') throw new AccessDenied('FORBIDDEN', 'Only a person who is signed in has keys of their own.');
  return actor;
}

/** Throws unless the person signed in within the last 5 minutes. Tokens and the operator have no sign-in. */
export function requireFresh({ actor, clock }: Caller): void {
  if (actor.type !== 'user') return;
  if (clock.now().getTime() - actor.signedInAt.getTime() <= freshFor) return;
  throw new AccessDenied('FRESH_SIGN_IN_REQUIRED', 'Sign in again to make this change: the last sign-in is more than 5 minutes old.');
}

/**
 * Throws unless the caller ranks at least as high as the person whose account or keys change: otherwise a helpdesk
 * could give itself an owner's key. What changes a person with a role asks for a fresh sign-in too.
 */
export function requireRankOver(caller: Caller, target: { role: Role | null }): void {
  if (target.role === null) return;
  const { actor } = caller;
  if (actor.type === 'operator' || actor.type === 'system') return;
  if (actor.type !== 'user' || rank(actor.role) < rank(target.role)) {
    throw new AccessDenied('FORBIDDEN', 'This person has a role, and only people of the same rank may change their account or keys.');
  }
  requireFresh(caller);
}
