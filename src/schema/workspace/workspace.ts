import { require } from '../../modules/policy/require.ts';
import { findWorkspace, policiesOf, updateWorkspace, type Workspace } from '../../modules/workspace/workspaces.ts';
import { builder } from '../builder.ts';
import { ActivationProof, CardNumberFormat, Proximity } from '../enums.ts';
import { Node } from '../node.ts';

export const WorkspaceType = builder.objectRef<Workspace>('Workspace').implement({
  description: 'An organisation: its name and its policies.',
  interfaces: [Node],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The organisation’s name, 1 to 100 characters.' }),
    activationProof: t.field({
      type: ActivationProof,
      description: 'What proves that whoever opens an activation link is the person. Applies to links that are sent from then on.',
      resolve: (workspace) => policiesOf(workspace).activationProof,
    }),
    typedCardFormat: t.field({
      type: CardNumberFormat,
      description: 'How readers that type like a keyboard spell a card’s number, on the page where a person activates theirs.',
      resolve: (workspace) => policiesOf(workspace).typedCardFormat,
    }),
    minimumProximity: t.field({
      type: Proximity,
      description: 'What a sign-in by a phone that has to be near must show at least.',
      resolve: (workspace) => policiesOf(workspace).minimumProximity,
    }),
    activationLinkVisible: t.boolean({
      description: 'Whether an administrator who sends an activation link is shown it, to pass it on where no mail arrives.',
      resolve: (workspace) => policiesOf(workspace).activationLinkVisible,
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
      minimumProximity: t.field({
        type: Proximity,
        required: false,
        description: 'What a sign-in by a phone that has to be near must show at least.',
      }),
      activationLinkVisible: t.boolean({
        required: false,
        description: 'Whether an administrator who sends an activation link is shown it. Whoever sees a link can use it in the person’s place.',
      }),
    }),
  },
  {
    description: 'Changes the organisation’s name and policies. Owners alone, with a fresh sign-in.',
    resolve: async (_, { input }, ctx) => ({ workspace: await updateWorkspace(ctx, input) }),
  },
  { outputFields: (t) => ({ workspace: t.expose('workspace', { type: WorkspaceType, description: 'The organisation as it is now.' }) }) },
);
