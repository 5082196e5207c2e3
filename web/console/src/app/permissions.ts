import type { Role } from '../gql/graphql.ts';

const everybody: readonly Role[] = ['OWNER', 'ADMIN', 'HELPDESK', 'AUDITOR'];
const desk: readonly Role[] = ['OWNER', 'ADMIN', 'HELPDESK'];
const managers: readonly Role[] = ['OWNER', 'ADMIN'];
const owners: readonly Role[] = ['OWNER'];

/** Who is shown what. The server decides; this only leaves out what it would refuse. */
const permissions = {
  'user.read': everybody,
  'user.create': desk,
  'user.update': managers,
  'user.suspend': desk,
  'user.delete': managers,
  'user.setRole': owners,
  'group.write': managers,
  'key.assign': desk,
  'key.update': desk,
  'key.revoke': managers,
  'enrolment.resend': desk,
  'enrolment.cancel': desk,
  'wizard.use': desk,
  'tap.request': desk,
  'reader.manage': managers,
  'event.read': ['OWNER', 'ADMIN', 'AUDITOR'],
  'session.read': managers,
  'session.revoke': managers,
  'application.write': managers,
  'signingKey.rotate': owners,
  'token.read': managers,
  'token.write': owners,
  'workspace.update': owners,
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof permissions;

export const roleMay = (role: Role, action: Action): boolean => (permissions[action] as readonly Role[]).includes(role);

const ranks: Record<Role, number> = { AUDITOR: 1, HELPDESK: 1, ADMIN: 2, OWNER: 3 };

/** Whether somebody may change a person's account and keys: people with a role are changed only by their own rank. */
export const ranksOver = (role: Role, target: Role | null | undefined): boolean => !target || ranks[role] >= ranks[target];
