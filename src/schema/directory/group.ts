import { createGroup, deleteGroup, updateGroup } from '../../modules/directory/groups.ts';
import { listGroups } from '../../modules/directory/readGroups.ts';
import { listUsers } from '../../modules/directory/readUsers.ts';
import { builder } from '../builder.ts';
import { toConnection } from '../connection.ts';
import { KeyKind } from '../enums.ts';
import { idempotencyKeyText } from '../idempotency.ts';
import { Node } from '../node.ts';
import { findGroup } from './find.ts';
import { GroupRef, UserRef } from './refs.ts';

GroupRef.implement({
  description: 'A group of people: decides what a member may do and reach.',
  interfaces: [Node],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The group’s name, 1 to 100 characters; unique without regard to case.' }),
    description: t.exposeString('description', { nullable: true, description: 'What the group is for, up to 1,000 characters.' }),
    allowedKeyKinds: t.field({
      type: [KeyKind],
      nullable: true,
      description: 'The kinds of key that members may be given; null means any.',
      resolve: (group) => group.allowedKeyKinds,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When its name, description or policy last changed.' }),
    memberCount: t.int({
      description: 'How many members it has.',
      resolve: async (group, _, ctx) => (await ctx.loaders.of(group.workspaceId).memberCount.load(group.id)) ?? 0,
    }),
    members: t.connection(
      {
        type: UserRef,
        description: 'Its members, by name.',
        resolve: async (group, page, ctx) => toConnection(await listUsers(ctx, { groupId: group.id }, { field: 'NAME', descending: false }, page)),
      },
      { name: 'GroupMembersConnection', description: 'A page of a group’s members.' },
      { name: 'GroupMembersEdge' },
    ),
  }),
});

builder.queryField('group', (t) =>
  t.field({
    type: GroupRef,
    nullable: true,
    description: 'One group; null where there is none with that id. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    args: { id: t.arg.id({ description: 'The group’s id, `grp_…`.' }) },
    resolve: (_, { id }, ctx) => findGroup(ctx, id),
  }),
);

const GroupOrderField = builder.enumType('GroupOrderField', {
  description: 'By what groups are ordered.',
  values: {
    NAME: { description: 'By name, without regard to case.' },
    CREATED_AT: { description: 'By when they were made.' },
  } as const,
});

const GroupOrderInput = builder.inputType('GroupOrder', {
  description: 'In which order groups come.',
  fields: (t) => ({
    field: t.field({ type: GroupOrderField, description: 'By what.' }),
    descending: t.boolean({ required: false, description: 'From the end: Z to A, newest first. False unless given.' }),
  }),
});

builder.queryField('groups', (t) =>
  t.connection(
    {
      type: GroupRef,
      description: 'The groups of the organisation. Errors: SIGN_IN_REQUIRED, FORBIDDEN, INVALID_INPUT for a bad page or search.',
      args: {
        search: t.arg.string({ required: false, description: 'Part of the name, up to 200 characters, without regard to case.' }),
        orderBy: t.arg({ type: GroupOrderInput, required: false, description: 'In which order; by name unless given.' }),
      },
      resolve: async (_, { search, orderBy, ...page }, ctx) =>
        toConnection(await listGroups(ctx, { search }, { field: orderBy?.field ?? 'NAME', descending: orderBy?.descending ?? false }, page)),
    },
    { name: 'GroupConnection', description: 'A page of groups.' },
    { name: 'GroupEdge' },
  ),
);

builder.relayMutationField(
  'createGroup',
  {
    inputFields: (t) => ({
      name: t.string({ description: 'The group’s name, 1 to 100 characters; unique without regard to case.' }),
      description: t.string({ required: false, description: 'What the group is for, up to 1,000 characters.' }),
      allowedKeyKinds: t.field({ type: [KeyKind], required: false, description: 'The kinds of key that members may be given; null means any.' }),
      idempotencyKey: t.string({ required: false, description: idempotencyKeyText }),
    }),
  },
  {
    description: 'Adds a group.',
    resolve: async (_, { input }, ctx) => ({ group: await createGroup(ctx, input) }),
  },
  { outputFields: (t) => ({ group: t.expose('group', { type: GroupRef, description: 'The new group.' }) }) },
);

builder.relayMutationField(
  'updateGroup',
  {
    description: 'What to change; what is left out stays.',
    inputFields: (t) => ({
      groupId: t.id({ description: 'Which group, `grp_…`.' }),
      name: t.string({ required: false, description: 'The group’s name, 1 to 100 characters.' }),
      description: t.string({ required: false, description: 'What the group is for; null empties it.' }),
      allowedKeyKinds: t.field({ type: [KeyKind], required: false, description: 'The kinds of key that members may be given; null means any.' }),
    }),
  },
  {
    description: 'Changes a group. Keys that members have already stay.',
    resolve: async (_, { input: { groupId, ...changes } }, ctx) => ({ group: await updateGroup(ctx, groupId, changes as never) }),
  },
  { outputFields: (t) => ({ group: t.expose('group', { type: GroupRef, description: 'The group as it is now.' }) }) },
);

builder.relayMutationField(
  'deleteGroup',
  { inputFields: (t) => ({ groupId: t.id({ description: 'Which group, `grp_…`.' }) }) },
  { description: 'Deletes a group; its members stay.', resolve: async (_, { input }, ctx) => deleteGroup(ctx, input.groupId) },
  { outputFields: (t) => ({ groupId: t.exposeID('groupId', { description: 'Which group is gone.' }) }) },
);
