import { describe, expect, test } from 'vitest';
import type { Role } from '../../src/db/tables/directory.ts';
import type { TokenScope } from '../../src/db/tables/identity.ts';
import { type Actor, actorName } from '../../src/modules/policy/actor.ts';
import { type Action, permissions } from '../../src/modules/policy/permissions.ts';
import { may, require, requireFresh, requireRankOver } from '../../src/modules/policy/require.ts';
import { requireAgent } from '../../src/modules/readers/agentActor.ts';
import { stillClock } from '../support/clock.ts';

const minute = 60_000;
const roles: (Role | null)[] = ['OWNER', 'ADMIN', 'HELPDESK', 'AUDITOR', null];
const scopes: TokenScope[] = ['READ', 'DIRECTORY', 'ENROLMENT', 'EVENTS'];
const actions = Object.keys(permissions) as Action[];
const clock = stillClock();

const person = (role: Role | null, signedInAt = clock.now()): Actor => ({
  type: 'user',
  workspaceId: 'wsp_1',
  userId: 'usr_1',
  sessionId: 'ses_1',
  role,
  signedInAt,
  expiresAt: new Date(clock.now().getTime() + 12 * 60 * minute),
});
const token = (...scopes: TokenScope[]): Actor => ({ type: 'token', workspaceId: 'wsp_1', tokenId: 'tok_1', scopes, expiresAt: clock.now() });
const agent: Actor = { type: 'agent', workspaceId: 'wsp_1', agentId: 'agt_1' };
const denied = (code: string) => expect.objectContaining({ code });

// One letter for each role that may: Owner, Admin, Helpdesk, aUditor; then the scope that a token needs; then * where the sign-in must be fresh.
const table: Record<Action, string> = {
  'workspace.read': 'OAHU READ',
  'workspace.update': 'O - *',
  'user.read': 'OAHU READ',
  'user.create': 'OAH DIRECTORY',
  'user.update': 'OA DIRECTORY',
  'user.suspend': 'OAH DIRECTORY',
  'user.delete': 'OA DIRECTORY',
  'user.setRole': 'O - *',
  'group.read': 'OAHU READ',
  'group.write': 'OA DIRECTORY',
  'key.read': 'OAHU READ',
  'key.assign': 'OAH ENROLMENT',
  'key.update': 'OAH ENROLMENT',
  'key.revoke': 'OA ENROLMENT',
  'enrolment.read': 'OAHU READ',
  'enrolment.resend': 'OAH ENROLMENT',
  'enrolment.cancel': 'OAH ENROLMENT',
  'wizard.use': 'OAH ENROLMENT',
  'tap.request': 'OAH ENROLMENT',
  'reader.read': 'OAHU READ',
  'reader.manage': 'OA -',
  'event.read': 'OAU EVENTS',
  'session.read': 'OA -',
  'session.revoke': 'OA -',
  'application.read': 'OAHU READ',
  'application.write': 'OA - *',
  'signingKey.rotate': 'O - *',
  'token.read': 'OA -',
  'token.write': 'O - *',
};
const letters: Record<Role, string> = { OWNER: 'O', ADMIN: 'A', HELPDESK: 'H', AUDITOR: 'U' };

describe.each(actions)('%s', (action) => {
  const [who = '', scope = '', fresh = ''] = (table[action] ?? '').split(' ');

  test.each(roles)('by a person with the role %s', (role) => {
    const allowed = role !== null && who.includes(letters[role]);
    expect(may({ actor: person(role) }, action)).toBe(allowed);
    const call = () => require({ actor: person(role), clock }, action);
    if (allowed) expect(call()).toBe('wsp_1');
    else expect(call).toThrow(denied('FORBIDDEN'));
  });

  test.each(scopes)('by a token with the scope %s', (one) => {
    expect(may({ actor: token(one) }, action)).toBe(one === scope);
    if (one !== scope) expect(() => require({ actor: token(one), clock }, action)).toThrow(denied('FORBIDDEN'));
  });

  test('by a token with every other scope, or none', () => {
    expect(may({ actor: token(...scopes.filter((one) => one !== scope)) }, action)).toBe(false);
    expect(may({ actor: token() }, action)).toBe(false);
  });

  test('by nobody, the operator, the server', () => {
    expect(() => require({ actor: { type: 'anonymous' }, clock }, action)).toThrow(denied('SIGN_IN_REQUIRED'));
    expect(() => require({ actor: { type: 'operator' }, clock }, action)).toThrow(denied('FORBIDDEN'));
    expect(require({ actor: { type: 'operator', workspaceId: 'wsp_2' }, clock }, action)).toBe('wsp_2');
    expect(require({ actor: { type: 'system', workspaceId: 'wsp_2' }, clock }, action)).toBe('wsp_2');
  });

  test('by a reader agent or a link’s holder: never', () => {
    for (const actor of [agent, { type: 'holder', workspaceId: 'wsp_1' } as const]) {
      expect(may({ actor }, action)).toBe(false);
      expect(() => require({ actor, clock }, action)).toThrow(denied('FORBIDDEN'));
    }
  });

  test('after a sign-in of 5 minutes ago, and of a moment more', () => {
    const signedIn = (ago: number) => person('OWNER', new Date(clock.now().getTime() - ago));
    expect(require({ actor: signedIn(5 * minute), clock }, action)).toBe('wsp_1');
    const late = () => require({ actor: signedIn(5 * minute + 1), clock }, action);
    if (fresh) expect(late).toThrow(denied('FRESH_SIGN_IN_REQUIRED'));
    else expect(late()).toBe('wsp_1');
  });
});

test('a sign-in ages with the clock', () => {
  const moving = stillClock();
  const actor = person('OWNER', moving.now());
  moving.advance(5 * minute);
  expect(() => requireFresh({ actor, clock: moving })).not.toThrow();
  moving.advance(1);
  expect(() => requireFresh({ actor, clock: moving })).toThrow(denied('FRESH_SIGN_IN_REQUIRED'));
});

describe('who may touch the keys of whom', () => {
  const ranks: Record<Role, number> = { OWNER: 3, ADMIN: 2, HELPDESK: 1, AUDITOR: 1 };

  test.each(roles.flatMap((role) => roles.map((target) => ({ role, target }))))('$role over $target', ({ role, target }) => {
    const call = () => requireRankOver({ actor: person(role), clock }, { role: target });
    if (target === null || (role !== null && ranks[role] >= ranks[target])) expect(call).not.toThrow();
    else expect(call).toThrow(denied('FORBIDDEN'));
  });

  test('over a person with a role the sign-in must be fresh', () => {
    const stale = person('OWNER', new Date(clock.now().getTime() - 5 * minute - 1));
    expect(() => requireRankOver({ actor: stale, clock }, { role: 'AUDITOR' })).toThrow(denied('FRESH_SIGN_IN_REQUIRED'));
    expect(() => requireRankOver({ actor: stale, clock }, { role: null })).not.toThrow();
  });

  test('no token over a person with a role, whatever its scopes', () => {
    for (const target of ['AUDITOR', 'HELPDESK', 'ADMIN', 'OWNER'] as const) {
      expect(() => requireRankOver({ actor: token(...scopes), clock }, { role: target })).toThrow(denied('FORBIDDEN'));
    }
    expect(() => requireRankOver({ actor: token(), clock }, { role: null })).not.toThrow();
  });

  test('the operator and the server over everybody; nobody over nobody with a role', () => {
    for (const actor of [{ type: 'operator' }, { type: 'system', workspaceId: 'wsp_1' }] as const) {
      expect(() => requireRankOver({ actor, clock }, { role: 'OWNER' })).not.toThrow();
    }
    for (const actor of [{ type: 'anonymous' } as const, agent]) {
      expect(() => requireRankOver({ actor, clock }, { role: 'AUDITOR' })).toThrow(denied('FORBIDDEN'));
    }
  });
});

test('what agents alone may do is refused to everybody else, with the reason', () => {
  expect(requireAgent({ actor: agent })).toMatchObject({ workspaceId: 'wsp_1', agentId: 'agt_1' });
  expect(() => requireAgent({ actor: { type: 'anonymous' } })).toThrow(denied('SIGN_IN_REQUIRED'));
  const others = [
    person('OWNER'),
    token(...scopes),
    { type: 'operator', workspaceId: 'wsp_1' } as const,
    { type: 'holder', workspaceId: 'wsp_1' } as const,
  ];
  for (const actor of [...others, { type: 'system', workspaceId: 'wsp_1' } as const])
    expect(() => requireAgent({ actor })).toThrow(denied('FORBIDDEN'));
});

test('the log names an actor by its id, or by its kind where it has none', () => {
  const names = [
    person('OWNER'),
    token('READ'),
    agent,
    { type: 'holder', workspaceId: 'wsp_1' } as const,
    { type: 'operator' } as const,
    { type: 'system', workspaceId: 'wsp_1' } as const,
    { type: 'anonymous' } as const,
  ];
  expect(names.map(actorName)).toEqual(['usr_1', 'tok_1', 'agt_1', 'holder', 'operator', 'system', 'anonymous']);
});
