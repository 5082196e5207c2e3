import type { Role } from '../../db/tables/directory.ts';
import type { TokenScope } from '../../db/tables/identity.ts';

interface Rule {
  roles: readonly Role[];
  /** API tokens with this scope may do it; without one, no token may. */
  scope?: TokenScope;
  /** Asks for a sign-in within the last 5 minutes. */
  fresh?: boolean;
}

const everybody = ['OWNER', 'ADMIN', 'HELPDESK', 'AUDITOR'] as const;
const managers = ['OWNER', 'ADMIN'] as const;
const desk = ['OWNER', 'ADMIN', 'HELPDESK'] as const;

/** Who may do what. The operator may do all of it, in the workspace that the call names. */
export const permissions = {
  'workspace.read': { roles: everybody, scope: 'READ' },
  'workspace.update': { roles: ['OWNER'], fresh: true },
  'user.read': { roles: everybody, scope: 'READ' },
  'user.create': { roles: desk, scope: 'DIRECTORY' },
  'user.update': { roles: managers, scope: 'DIRECTORY' },
  'user.suspend': { roles: desk, scope: 'DIRECTORY' },
  'user.delete': { roles: managers, scope: 'DIRECTORY' },
  'user.setRole': { roles: ['OWNER'], fresh: true },
  'group.read': { roles: everybody, scope: 'READ' },
  'group.write': { roles: managers, scope: 'DIRECTORY' },
  'key.read': { roles: everybody, scope: 'READ' },
  'key.assign': { roles: desk, scope: 'ENROLMENT' },
  'key.update': { roles: desk, scope: 'ENROLMENT' },
  'key.revoke': { roles: managers, scope: 'ENROLMENT' },
  'enrolment.read': { roles: everybody, scope: 'READ' },
  'enrolment.resend': { roles: desk, scope: 'ENROLMENT' },
  'enrolment.cancel': { roles: desk, scope: 'ENROLMENT' },
  'wizard.use': { roles: desk, scope: 'ENROLMENT' },
  /** Asks for a tap at a reader: to assign a card, or to try the reader out. */
  'tap.request': { roles: desk, scope: 'ENROLMENT' },
  'reader.read': { roles: everybody, scope: 'READ' },
  'reader.manage': { roles: managers },
  'event.read': { roles: ['OWNER', 'ADMIN', 'AUDITOR'], scope: 'EVENTS' },
  'session.read': { roles: managers },
  'session.revoke': { roles: managers },
  'application.read': { roles: everybody, scope: 'READ' },
  'application.write': { roles: managers, fresh: true },
  /** Renews the keys that ID tokens are signed by. */
  'signingKey.rotate': { roles: ['OWNER'], fresh: true },
  'token.read': { roles: managers },
  'token.write': { roles: ['OWNER'], fresh: true },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof permissions;

/** The rule for an action, in its general shape. */
export const ruleFor = (action: Action): Rule => permissions[action];

const ranks: Record<Role, number> = { AUDITOR: 1, HELPDESK: 1, ADMIN: 2, OWNER: 3 };

/** How much a role weighs: who weighs less may not touch the keys of who weighs more. */
export const rank = (role: Role | null): number => (role ? ranks[role] : 0);
