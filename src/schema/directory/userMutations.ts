import { setUserGroups } from '../../modules/directory/groups.ts';
import { addGroupMember, removeGroupMember } from '../../modules/directory/membership.ts';
import type { User } from '../../modules/directory/users.ts';
import { deleteUser, setUserRole, suspendUser, updateUser } from '../../modules/enrolment/people.ts';
import { resumeUser } from '../../modules/keys/suspendUser.ts';
import { builder } from '../builder.ts';
import { Role } from '../enums.ts';
import type { OutputBuilder } from '../outputs.ts';
import { UserRef } from './refs.ts';
import { UserChangesInput } from './userInputs.ts';

/** The answer of a mutation that changes a person. */
const changedUser = {
  outputFields: (t: OutputBuilder<{ user: User }>) => ({ user: t.expose('user', { type: UserRef, description: 'The person as they are now.' }) }),
};

builder.relayMutationField(
  'updateUser',
  {
    inputFields: (t) => ({
      userId: t.id({ description: 'Whom to change, `usr_…`.' }),
      changes: t.field({ type: UserChangesInput, description: 'What to change.' }),
    }),
  },
  {
    description: 'Changes what is known of a person. People with a role are changed only by somebody of the same rank, with a fresh sign-in.',
    // GraphQL tells null from left out, and so does the use case; a required field given as null is refused there.
    resolve: async (_, { input: { userId, changes } }, ctx) => ({ user: await updateUser(ctx, userId, changes as never) }),
  },
  changedUser,
);

builder.relayMutationField(
  'setUserGroups',
  {
    inputFields: (t) => ({
      userId: t.id({ description: 'Whose groups, `usr_…`.' }),
      groupIds: t.idList({ description: 'All the groups that the person is in from now on, `grp_…`; none is fine, 200 at most.' }),
    }),
  },
  {
    description: 'Makes a person a member of exactly these groups.',
    resolve: async (_, { input }, ctx) => ({ user: await setUserGroups(ctx, input.userId, input.groupIds) }),
  },
  changedUser,
);

/** Who, and in which group. */
const membershipInput = {
  inputFields: (t: PothosSchemaTypes.InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>) => ({
    groupId: t.id({ description: 'Which group, `grp_…`.' }),
    userId: t.id({ description: 'Who, `usr_…`.' }),
  }),
};

builder.relayMutationField(
  'addGroupMember',
  membershipInput,
  {
    description: 'Puts a person into one group; their other groups stay, whoever changes them meanwhile. Doing it again changes nothing.',
    resolve: async (_, { input }, ctx) => ({ user: await addGroupMember(ctx, input) }),
  },
  changedUser,
);

builder.relayMutationField(
  'removeGroupMember',
  membershipInput,
  {
    description: 'Takes a person out of one group; their other groups stay. Doing it again changes nothing.',
    resolve: async (_, { input }, ctx) => ({ user: await removeGroupMember(ctx, input) }),
  },
  changedUser,
);

builder.relayMutationField(
  'suspendUser',
  { inputFields: (t) => ({ userId: t.id({ description: 'Whom to suspend, `usr_…`.' }) }) },
  {
    description: 'Suspends a person: none of their keys works, and their sessions end at once. Doing it again changes nothing. Errors: LAST_OWNER.',
    resolve: async (_, { input }, ctx) => ({ user: await suspendUser(ctx, input.userId) }),
  },
  changedUser,
);

builder.relayMutationField(
  'resumeUser',
  { inputFields: (t) => ({ userId: t.id({ description: 'Whom to let in again, `usr_…`.' }) }) },
  {
    description: 'Lets a suspended person’s keys work again.',
    resolve: async (_, { input }, ctx) => ({ user: await resumeUser(ctx, input.userId) }),
  },
  changedUser,
);

builder.relayMutationField(
  'deleteUser',
  { inputFields: (t) => ({ userId: t.id({ description: 'Whom to delete, `usr_…`.' }) }) },
  {
    description: 'Deletes a person with their keys, enrolments and sessions; the log keeps what happened. Errors: LAST_OWNER, NOT_ONESELF.',
    resolve: async (_, { input }, ctx) => deleteUser(ctx, input.userId),
  },
  { outputFields: (t) => ({ userId: t.exposeID('userId', { description: 'Who is gone.' }) }) },
);

builder.relayMutationField(
  'setUserRole',
  {
    inputFields: (t) => ({
      userId: t.id({ description: 'Whose role, `usr_…`.' }),
      role: t.field({ type: Role, required: false, description: 'The role; null takes it away.' }),
    }),
  },
  {
    description: 'Gives a person a role or takes it away, and ends their sessions. Owners alone, with a fresh sign-in. Errors: LAST_OWNER.',
    resolve: async (_, { input }, ctx) => ({ user: await setUserRole(ctx, input.userId, input.role ?? null) }),
  },
  changedUser,
);
