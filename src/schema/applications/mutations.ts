import {
  createApplication,
  deleteApplication,
  rotateApplicationSecret,
  setApplicationGroups,
  updateApplication,
  type WithSecret,
} from '../../modules/signin/oidc/applications.ts';
import { builder } from '../builder.ts';
import type { OutputBuilder } from '../outputs.ts';
import { ApplicationRef } from './application.ts';
import { ApplicationClaim, ApplicationType, GroupsClaim, SigningAlgorithm } from './enums.ts';

const texts = {
  application: 'Which application, `app_…`.',
  name: 'Its name, 1 to 100 characters.',
  redirectUris: 'Where browsers are sent back to with a code, 1 to 20: https, or http on localhost and 127.0.0.1; compared letter by letter.',
  postLogoutRedirectUris: 'Where browsers are sent back to after a sign-out, 20 at most.',
  groupsClaim: 'By what it is told groups; NAMES unless given.',
  idTokenAlgorithm: 'How its ID tokens are signed; RS256 unless given.',
};

/** An application, and its secret this once. */
const withSecret = (t: OutputBuilder<WithSecret>) => ({
  application: t.expose('application', { type: ApplicationRef, description: 'What is known of the application from now on.' }),
  clientSecret: t.exposeString('clientSecret', {
    nullable: true,
    description: 'The client secret, `lkc_…`: in this answer and nowhere else. Null for a public application.',
  }),
});

builder.relayMutationField(
  'createApplication',
  {
    inputFields: (t) => ({
      name: t.string({ description: texts.name }),
      type: t.field({ type: ApplicationType, description: 'Whether it can keep a secret. It stays so.' }),
      redirectUris: t.stringList({ description: texts.redirectUris }),
      postLogoutRedirectUris: t.stringList({ required: false, description: texts.postLogoutRedirectUris }),
      idTokenAlgorithm: t.field({ type: SigningAlgorithm, required: false, description: texts.idTokenAlgorithm }),
      groupsClaim: t.field({ type: GroupsClaim, required: false, description: texts.groupsClaim }),
    }),
  },
  {
    description:
      'Registers an application that people sign in to by OpenID Connect. Nobody may until setApplicationGroups says who. Owners and admins, with a fresh sign-in; or the operator.',
    resolve: (_, { input }, ctx) => createApplication(ctx, input),
  },
  { outputFields: withSecret },
);

builder.relayMutationField(
  'updateApplication',
  {
    description: 'What to change; what is left out stays.',
    inputFields: (t) => ({
      applicationId: t.id({ description: texts.application }),
      name: t.string({ required: false, description: texts.name }),
      redirectUris: t.stringList({ required: false, description: texts.redirectUris }),
      postLogoutRedirectUris: t.stringList({ required: false, description: texts.postLogoutRedirectUris }),
      idTokenAlgorithm: t.field({ type: SigningAlgorithm, required: false, description: 'How its ID tokens are signed.' }),
      groupsClaim: t.field({ type: GroupsClaim, required: false, description: 'By what it is told groups.' }),
    }),
  },
  {
    description: 'Changes an application. Owners and admins, with a fresh sign-in; or the operator.',
    resolve: async (_, { input: { applicationId, ...changes } }, ctx) => ({
      application: await updateApplication(ctx, applicationId, changes),
    }),
  },
  { outputFields: (t) => ({ application: t.expose('application', { type: ApplicationRef, description: 'The application as it is now.' }) }) },
);

builder.relayMutationField(
  'rotateApplicationSecret',
  { inputFields: (t) => ({ applicationId: t.id({ description: texts.application }) }) },
  {
    description:
      'Gives an application a new client secret; the old one is nothing at once. Owners and admins, with a fresh sign-in; or the operator.',
    resolve: (_, { input }, ctx) => rotateApplicationSecret(ctx, input.applicationId),
  },
  { outputFields: withSecret },
);

builder.relayMutationField(
  'deleteApplication',
  { inputFields: (t) => ({ applicationId: t.id({ description: texts.application }) }) },
  {
    description: 'Deletes an application: everybody is out of it at once. Owners and admins, with a fresh sign-in; or the operator.',
    resolve: (_, { input }, ctx) => deleteApplication(ctx, input.applicationId),
  },
  { outputFields: (t) => ({ applicationId: t.exposeID('applicationId', { description: 'Which application is gone.' }) }) },
);

const ApplicationGroupInput = builder.inputType('ApplicationGroupInput', {
  description: 'A group whose members may sign in to an application.',
  fields: (t) => ({
    groupId: t.id({ description: 'Which group, `grp_…`.' }),
    claims: t.field({
      type: [ApplicationClaim],
      description: 'What the application may learn of its members; who is in several groups is told all of it.',
    }),
  }),
});

builder.relayMutationField(
  'setApplicationGroups',
  {
    inputFields: (t) => ({
      applicationId: t.id({ description: texts.application }),
      groups: t.field({ type: [ApplicationGroupInput], description: 'Exactly these; nobody may sign in where there are none.' }),
    }),
  },
  {
    description:
      'Says whose members may sign in to an application, and what it learns of them. Who is in none of the groups is out of it at once. Owners and admins, with a fresh sign-in; or the operator.',
    resolve: async (_, { input }, ctx) => ({ application: await setApplicationGroups(ctx, input.applicationId, input.groups) }),
  },
  { outputFields: (t) => ({ application: t.expose('application', { type: ApplicationRef, description: 'The application as it is now.' }) }) },
);
