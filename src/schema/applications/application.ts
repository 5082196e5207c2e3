import { require } from '../../modules/policy/require.ts';
import type { Application } from '../../modules/signin/oidc/applications.ts';
import { type ApplicationGroup, findApplication, listApplications } from '../../modules/signin/oidc/readApplications.ts';
import { builder } from '../builder.ts';
import { GroupRef } from '../directory/refs.ts';
import { Node } from '../node.ts';
import { ApplicationClaim, ApplicationType, GroupsClaim, SigningAlgorithm } from './enums.ts';

const ApplicationGroupRef = builder.objectRef<ApplicationGroup>('ApplicationGroup').implement({
  description: 'A group whose members may sign in to an application.',
  fields: (t) => ({
    group: t.expose('group', { type: GroupRef, description: 'The group.' }),
    claims: t.expose('claims', { type: [ApplicationClaim], description: 'What the application may learn of its members.' }),
  }),
});

export const ApplicationRef = builder.objectRef<Application>('Application').implement({
  description: 'An application that people sign in to by OpenID Connect. Its id is its `client_id`.',
  interfaces: [Node],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name, which the sign-in page shows.' }),
    type: t.expose('type', { type: ApplicationType, description: 'Whether it can keep a secret.' }),
    redirectUris: t.exposeStringList('redirectUris', { description: 'Where browsers are sent back to with a code.' }),
    postLogoutRedirectUris: t.exposeStringList('postLogoutRedirectUris', { description: 'Where browsers are sent back to after a sign-out.' }),
    idTokenAlgorithm: t.expose('idTokenAlgorithm', { type: SigningAlgorithm, description: 'How its ID tokens are signed.' }),
    groupsClaim: t.expose('groupsClaim', { type: GroupsClaim, description: 'By what it is told groups.' }),
    groups: t.field({
      type: [ApplicationGroupRef],
      description: 'Whose members may sign in; nobody may while it is empty.',
      resolve: async ({ id, workspaceId }, _, ctx) => (await ctx.loaders.of(workspaceId).groupsOfApplication.load(id)) ?? [],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was registered.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
  }),
});

builder.queryField('applications', (t) =>
  t.field({
    type: [ApplicationRef],
    description: 'The organisation’s applications by name, 200 at most. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    resolve: (_, __, ctx) => listApplications(ctx),
  }),
);

builder.queryField('application', (t) =>
  t.field({
    type: ApplicationRef,
    nullable: true,
    description: 'One application; null where there is none with that id. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    args: { id: t.arg.id({ description: 'Its id, `app_…`.' }) },
    resolve: (_, { id }, ctx) => findApplication(ctx.db, require(ctx, 'application.read'), id),
  }),
);
