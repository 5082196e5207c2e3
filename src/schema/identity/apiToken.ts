import { type ApiToken, createApiToken, listApiTokens, revokeApiToken } from '../../modules/identity/apiTokens.ts';
import { builder } from '../builder.ts';
import { TokenScope } from '../enums.ts';
import { Node } from '../node.ts';

export const ApiTokenRef = builder.objectRef<ApiToken>('ApiToken').implement({
  description: 'A script’s way in. The token itself is shown once, when it is made.',
  interfaces: [Node],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is for, 1 to 100 characters.' }),
    scopes: t.expose('scopes', { type: [TokenScope], description: 'What it may do.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it works.' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was ended before its time.' }),
  }),
});

builder.queryField('apiTokens', (t) =>
  t.field({
    type: [ApiTokenRef],
    description: 'The organisation’s tokens, newest first, 200 at most. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    resolve: (_, __, ctx) => listApiTokens(ctx),
  }),
);

builder.relayMutationField(
  'createApiToken',
  {
    inputFields: (t) => ({
      name: t.string({ description: 'What it is for, 1 to 100 characters.' }),
      scopes: t.field({ type: [TokenScope], description: 'What it may do; at least one.' }),
      days: t.int({ required: false, description: 'How many days it lives, 1 to 366; 90 unless given.' }),
    }),
  },
  {
    description: 'Makes a token for a script. Owners alone, with a fresh sign-in; or the operator.',
    resolve: (_, { input }, ctx) => createApiToken(ctx, input),
  },
  {
    outputFields: (t) => ({
      apiToken: t.expose('apiToken', { type: ApiTokenRef, description: 'What is known of the token from now on.' }),
      token: t.exposeString('token', { description: 'The token, `lk_…`: in this answer and nowhere else.' }),
    }),
  },
);

builder.relayMutationField(
  'revokeApiToken',
  { inputFields: (t) => ({ tokenId: t.id({ description: 'Which token, `tok_…`.' }) }) },
  {
    description: 'Ends a token: whoever uses it is out at once, and so are its subscriptions.',
    resolve: async (_, { input }, ctx) => ({ apiToken: await revokeApiToken(ctx, input.tokenId) }),
  },
  { outputFields: (t) => ({ apiToken: t.expose('apiToken', { type: ApiTokenRef, description: 'The token as it is now.' }) }) },
);
