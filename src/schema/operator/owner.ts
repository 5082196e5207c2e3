import { createWorkspace, type InvitedOwner, inviteOwner, recoverOwner } from '../../modules/enrolment/owners.ts';
import { builder } from '../builder.ts';
import { UserRef } from '../directory/refs.ts';
import { OwnerInput } from '../enrolment/ownerInput.ts';
import { EnrolmentRef } from '../enrolment/refs.ts';
import { SecurityKeyInput } from '../keys/input.ts';
import type { OutputBuilder } from '../outputs.ts';
import { WorkspaceType } from '../workspace/workspace.ts';

const workspaceIdText = 'The organisation, `wsp_…`; the only one there is unless given.';

/** The answer of a mutation that mails an owner a link. */
const invitedOwner = {
  outputFields: (t: OutputBuilder<InvitedOwner>) => ({
    workspace: t.expose('workspace', { type: WorkspaceType, description: 'The organisation.' }),
    user: t.expose('user', { type: UserRef, description: 'The owner.' }),
    enrolment: t.expose('enrolment', { type: EnrolmentRef, description: 'The enrolment of their key.' }),
    link: t.exposeString('link', { nullable: true, description: 'The link that was mailed, to pass on where mail does not work. A secret.' }),
  }),
};

builder.relayMutationField(
  'inviteOwner',
  {
    inputFields: (t) => ({
      workspaceId: t.id({ required: false, description: `${workspaceIdText} On a new server, one is made.` }),
      organisation: t.string({ required: false, description: 'The name of the organisation that is made; “Latchkey” unless given.' }),
      owner: t.field({ type: OwnerInput, description: 'Whom to invite.' }),
      securityKey: t.field({ type: SecurityKeyInput, description: 'The owner’s key.' }),
    }),
  },
  {
    description: 'Invites an owner by mail. The operator alone. Errors: WORKSPACE_UNCLEAR.',
    resolve: (_, { input }, ctx) => inviteOwner(ctx, input),
  },
  invitedOwner,
);

builder.relayMutationField(
  'recoverOwner',
  {
    inputFields: (t) => ({
      workspaceId: t.id({ required: false, description: workspaceIdText }),
      email: t.string({ description: 'The email of a person who is there.' }),
      securityKey: t.field({ type: SecurityKeyInput, description: 'The new key.' }),
    }),
  },
  {
    description:
      'Lets somebody into an organisation whose owners are locked out: makes the person an owner and mails a link for a new key. The operator alone. Errors: WORKSPACE_UNCLEAR.',
    resolve: (_, { input }, ctx) => recoverOwner(ctx, input),
  },
  invitedOwner,
);

builder.relayMutationField(
  'createWorkspace',
  { inputFields: (t) => ({ name: t.string({ description: 'The organisation’s name, 1 to 100 characters.' }) }) },
  {
    description: 'Makes another organisation, without anybody in it. The operator alone.',
    resolve: async (_, { input }, ctx) => ({ workspace: await createWorkspace(ctx, input.name) }),
  },
  { outputFields: (t) => ({ workspace: t.expose('workspace', { type: WorkspaceType, description: 'The new organisation.' }) }) },
);
