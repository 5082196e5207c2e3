import { require } from '../../modules/policy/require.ts';
import { type Issuer, issuerOf } from '../../modules/signin/oidc/issuers.ts';
import { publishedKeys, rotateSigningKeys, type SigningKey } from '../../modules/signin/oidc/signingKeys.ts';
import { builder } from '../builder.ts';
import { SigningAlgorithm } from './enums.ts';

const SigningKeyRef = builder.objectRef<SigningKey>('SigningKey').implement({
  description: 'A key that ID tokens are signed by; the private part is never told.',
  fields: (t) => ({
    kid: t.exposeString('id', { description: 'Its name in the key set and in the tokens.' }),
    algorithm: t.expose('algorithm', { type: SigningAlgorithm, description: 'How it signs.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    retiredAt: t.expose('retiredAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it signs no more: it stays published for a day. Null while it signs.',
    }),
  }),
});

const OpenIdProvider = builder.objectRef<Issuer>('OpenIdProvider').implement({
  description: 'The organisation as an OpenID provider: what an application has to be told.',
  fields: (t) => ({
    issuer: t.exposeString('issuer', { description: 'Its name to applications; most need nothing else.' }),
    discoveryUrl: t.string({
      description: 'Where the rest can be read (OpenID Connect Discovery).',
      resolve: ({ issuer }) => `${issuer}/.well-known/openid-configuration`,
    }),
    authorizationUrl: t.string({ description: 'Where applications send browsers to.', resolve: ({ issuer }) => `${issuer}/authorize` }),
    tokenUrl: t.string({ description: 'Where codes are exchanged for tokens.', resolve: ({ issuer }) => `${issuer}/token` }),
    userinfoUrl: t.string({ description: 'Where claims are asked for by an access token.', resolve: ({ issuer }) => `${issuer}/userinfo` }),
    jwksUrl: t.string({ description: 'The public keys that ID tokens verify by.', resolve: ({ issuer }) => `${issuer}/jwks` }),
    endSessionUrl: t.string({ description: 'Where applications send browsers to for signing out.', resolve: ({ issuer }) => `${issuer}/sign-out` }),
    signingKeys: t.field({
      type: [SigningKeyRef],
      description: 'The keys that are published, those that sign first.',
      resolve: ({ workspaceId }, _, ctx) => publishedKeys(ctx, workspaceId),
    }),
  }),
});

builder.queryField('openIdProvider', (t) =>
  t.field({
    type: OpenIdProvider,
    description: 'The organisation as an OpenID provider. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    resolve: (_, __, ctx) => issuerOf(ctx, require(ctx, 'application.read')),
  }),
);

builder.relayMutationField(
  'rotateSigningKeys',
  null,
  {
    description:
      'Signs ID tokens by new keys from now on; the old ones stay published for a day. It also happens by itself, every 90 days. Owners alone, with a fresh sign-in; or the operator.',
    resolve: async (_, __, ctx) => ({ signingKeys: await rotateSigningKeys(ctx) }),
  },
  { outputFields: (t) => ({ signingKeys: t.expose('signingKeys', { type: [SigningKeyRef], description: 'The keys that are published now.' }) }) },
);
