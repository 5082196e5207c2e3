import { require } from '../../modules/policy/require.ts';
import { findWorkspace, typedCardFormatOf, updateWorkspace, type Workspace } from '../../modules/workspace/workspaces.ts';
import { builder } from '../builder.ts';
import { ActivationProof, CardNumberFormat } from '../enums.ts';
import { Node } from '../node.ts';

export const WorkspaceType = builder.objectRef<Workspace>('Workspace').implement({
  description: 'An organisation: its name and its policies.',
  interfaces: [Node],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The organisation’s name, 1 to 100 characters.' }),
    activationProof: t.field({
      type: ActivationProof,
      description: 'What proves that whoever opens an activation link is the person. Applies to links that are sent from then on.',
      resolve: (workspace) => workspace.policies.activationProof,
    }),
    typedCardFormat: t.field({
      type: CardNumberFormat,
      description: 'How readers that type like a keyboard spell a card’s number, on the page where a person activates theirs.',
      resolve: typedCardFormatOf,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

builder.queryField('workspace', (t) =>
  t.field({
    type: WorkspaceType,
    description: 'The caller’s organisation. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    resolve: (_, __, ctx) => findWorkspace(ctx.db, require(ctx, 'workspace.read')),
  }),
);

builder.relayMutationField(
  'updateWorkspace',
  {
    description: 'What to change; what is left out stays.',
    inputFields: (t) => ({
      name: t.string({ required: false, description: 'The organisation’s name, 1 to 100 characters.' }),
      activationProof: t.field({ type: ActivationProof, required: false, description: 'What proves that whoever opens a link is the person.' }),
      typedCardFormat: t.field({
        type: CardNumberFormat,
        required: false,
        description: 'How readers that type like a keyboard spell a card’s number.',
      }),
    }),
  },
  {
    description: 'Changes the organisation’s name and policies. Owners alone, with a fresh sign-in.',
    resolve: async (_, { input }, ctx) => ({ workspace: await updateWorkspace(ctx, input) }),
  },
  { outputFields: (t) => ({ workspace: t.expose('workspace', { type: WorkspaceType, description: 'The organisation as it is now.' }) }) },
);
