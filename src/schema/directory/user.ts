import { countUsers, listUsers } from '../../modules/directory/readUsers.ts';
import { may } from '../../modules/policy/require.ts';
import { builder } from '../builder.ts';
import { toConnection } from '../connection.ts';
import { Role, UserStatus } from '../enums.ts';
import { Node } from '../node.ts';
import { findUser } from './find.ts';
import { GroupRef, UserRef } from './refs.ts';
import { UserFilterInput, UserOrderInput } from './userInputs.ts';

UserRef.implement({
  description: 'A person of the organisation. Administrators are people with a role.',
  interfaces: [Node],
  fields: (t) => ({
    displayName: t.exposeString('displayName', { description: 'The name as people write it, 1 to 200 characters.' }),
    email: t.exposeString('email', { description: 'Where mail to the person goes; unique without regard to case.' }),
    username: t.exposeString('username', {
      description: 'What the person signs in as, 1 to 64 characters without spaces; unique without regard to case.',
    }),
    employeeNumber: t.exposeString('employeeNumber', { nullable: true, description: 'The organisation’s own number for the person.' }),
    department: t.exposeString('department', { nullable: true, description: 'Where the person works.' }),
    phone: t.exposeString('phone', { nullable: true, description: 'A telephone number, as it was typed.' }),
    status: t.expose('status', { type: UserStatus, description: 'How the person stands.' }),
    role: t.expose('role', {
      type: Role,
      nullable: true,
      description: 'What the person may do as an administrator; null for people who administer nothing.',
    }),
    suspendedAt: t.expose('suspendedAt', { type: 'DateTime', nullable: true, description: 'Since when the person is suspended.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the person was added.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the person’s details, role or status last changed.' }),
    groups: t.field({
      type: [GroupRef],
      nullable: true,
      description: 'The groups that the person is in, by name; null where the caller may not read groups.',
      resolve: async (user, _, ctx) => (may(ctx, 'group.read') ? ((await ctx.loaders.of(user.workspaceId).groupsOfUser.load(user.id)) ?? []) : null),
    }),
  }),
});

builder.queryField('user', (t) =>
  t.field({
    type: UserRef,
    nullable: true,
    description: 'One person; null where there is none with that id. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    args: { id: t.arg.id({ description: 'The person’s id, `usr_…`.' }) },
    resolve: (_, { id }, ctx) => findUser(ctx, id),
  }),
);

builder.queryField('users', (t) =>
  t.connection(
    {
      type: UserRef,
      description: 'The people of the organisation. Errors: SIGN_IN_REQUIRED, FORBIDDEN, INVALID_INPUT for a bad page or search.',
      args: {
        filter: t.arg({ type: UserFilterInput, required: false, description: 'Which people; all unless given.' }),
        orderBy: t.arg({ type: UserOrderInput, required: false, description: 'In which order; by name unless given.' }),
      },
      resolve: async (_, { filter, orderBy, ...page }, ctx) => ({
        ...toConnection(await listUsers(ctx, filter ?? {}, { field: orderBy?.field ?? 'NAME', descending: orderBy?.descending ?? false }, page)),
        filter: filter ?? {},
      }),
    },
    {
      name: 'UserConnection',
      description: 'A page of people.',
      fields: (t) => ({
        totalCount: t.int({
          description: 'How many people the filter fits in all. It costs a count of its own.',
          complexity: 5,
          resolve: ({ filter }, _, ctx) => countUsers(ctx, filter),
        }),
      }),
    },
    { name: 'UserEdge' },
  ),
);
