import type { IncomingMessage } from 'node:http';
import type { JWK } from 'jose';
import Provider, { type Configuration, type FindAccount, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { sameSecret, sha256 } from '../../lib/secrets.ts';
import type { Server } from '../../modules/context.ts';
import { acrs, claimsByScope, claimsOf } from '../../modules/signin/oidc/claims.ts';
import { grantOf, sessionOfGrant } from '../../modules/signin/oidc/grants.ts';
import { type Issuer, mountPath } from '../../modules/signin/oidc/issuers.ts';
import { findApplication } from '../../modules/signin/oidc/readApplications.ts';
import { admit, signedInBy } from '../../modules/signin/oidc/standing.ts';
import { authorizePath, DatabaseAdapter } from './adapter.ts';
import { browserSession, isOf, type UserActor } from './browserSession.ts';
import { logoutSource, postLogoutSuccessSource, renderError } from './pages.ts';

const { Check, Prompt, base } = interactionPolicy;

// In seconds. Whatever lives by a session ends with it, after 12 hours at the latest.
const lifetimes = { code: 60, interaction: 900, accessToken: 900, idToken: 3_600, session: 43_200, nobody: 600 } as const;

/** What a provider is made of. */
export interface ProviderParts {
  issuer: Issuer;
  /** The private keys, those that sign first. */
  keys: JWK[];
  /** What its cookies are signed by. */
  cookieKey: string;
  secure: boolean;
}

/** An organisation’s OpenID provider. What it knows is asked of the database each time, so it can be made anew at any time. */
export function createProvider(server: Server, { issuer, keys, cookieKey, secure }: ProviderParts): Provider {
  const { workspaceId } = issuer;
  const known = new WeakMap<IncomingMessage, Promise<UserActor | null>>();
  /** Who is signed in in the browser; looked up once a request. */
  const browserOf = ({ req }: KoaContextWithOIDC): Promise<UserActor | null> => {
    const looked = known.get(req) ?? browserSession(server, workspaceId, req, secure);
    known.set(req, looked);
    return looked;
  };

  // Asked at each step, so that whoever is stopped is out of every application at once.
  const findAccount: FindAccount = async (ctx, sub, token) => {
    const grantId = token && 'grantId' in token ? token.grantId : undefined;
    const sessionId = grantId ? sessionOfGrant(grantId) : (await browserOf(ctx))?.sessionId;
    const signedIn = sessionId === undefined ? null : await signedInBy(server, workspaceId, sessionId);
    const application = await findApplication(server.db, workspaceId, ctx.oidc.client?.clientId ?? '');
    if (signedIn?.user.id !== sub || !application) return undefined;
    const admitted = await admit(server, signedIn, application.id);
    if (!admitted) return undefined;
    return { accountId: sub, claims: async () => ({ sub, ...(await claimsOf(server.db, admitted, application.groupsClaim)) }) };
  };

  const configuration: Configuration = {
    acrValues: Object.values(acrs),
    adapter: (model) => new DatabaseAdapter(server, issuer, model),
    claims: claimsByScope,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    clientBasedCORS: (_, origin, client) =>
      client.tokenEndpointAuthMethod === 'none' && (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    // Most applications look for claims in the ID token alone.
    conformIdTokenClaims: false,
    cookies: cookiesFor(cookieKey, secure),
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256'], userinfoSigningAlgValues: ['RS256', 'ES256'] },
    // They end with the session of ours instead, which findAccount looks at.
    expiresWithSession: () => false,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
    },
    findAccount,
    interactions: { policy: policyOf(server, browserOf), url: (_, { uid }) => `${mountPath}/interaction/${uid}` },
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    jwks: { keys: keys as NonNullable<Configuration['jwks']>['keys'] },
    // Applications of the organisation’s own: nobody is asked for consent.
    loadExistingGrant: async ({ oidc, ...ctx }) => {
      const session = await browserOf(ctx as KoaContextWithOIDC);
      if (!session || !oidc.client) return undefined;
      const id = grantOf(session.sessionId, oidc.client.clientId);
      const given = { jti: id, accountId: session.userId, clientId: oidc.client.clientId };
      const grant = (await oidc.provider.Grant.find(id)) ?? new oidc.provider.Grant(given);
      grant.addOIDCScope(oidc.requestParamOIDCScopes);
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
    renderError,
    responseTypes: ['code'],
    rotateRefreshToken: true,
    routes: {
      authorization: authorizePath,
      token: '/token',
      userinfo: '/userinfo',
      jwks: '/jwks',
      revocation: '/revoke',
      end_session: '/sign-out',
    },
    ttl: {
      AuthorizationCode: lifetimes.code,
      Interaction: lifetimes.interaction,
      AccessToken: lifetimes.accessToken,
      IdToken: lifetimes.idToken,
      RefreshToken: lifetimes.session,
      Grant: lifetimes.session,
      // Anybody gets one by asking to sign out.
      Session: (_, { accountId }) => (accountId ? lifetimes.session : lifetimes.nobody),
    },
  };
  const provider = new Provider(issuer.issuer, configuration);
  provider.Client.prototype.compareClientSecret = function (actual: string) {
    return sameSecret(Buffer.from(this.clientSecret ?? '', 'base64url'), sha256(actual));
  };
  return provider;
}

type BrowserOf = (ctx: KoaContextWithOIDC) => Promise<UserActor | null>;

/** When a browser is sent to our own pages: whenever the protocol’s session does not tell of the one that is open here. */
function policyOf({ clock }: Pick<Server, 'clock'>, browserOf: BrowserOf): interactionPolicy.DefaultPolicy {
  const policy = base();
  const checks = policy.get('login')?.checks;
  checks?.add(
    new Check('other_session', 'the person is not signed in here', 'login_required', async (ctx) => {
      const { account, result, session } = ctx.oidc;
      if (!account || result?.login) return !account;
      const browser = await browserOf(ctx);
      return !browser || !session || !isOf(session, browser.sessionId);
    }),
  );
  // The library’s own goes by the machine’s clock.
  checks?.remove('max_age');
  checks?.add(
    new Check('max_age', 'the sign-in is too old', 'login_required', ({ oidc: { params, session, result } }) => {
      if (params?.max_age === undefined || result?.login) return false;
      return clock.now().getTime() / 1_000 - (session?.loginTs ?? 0) > Number(params.max_age);
    }),
  );
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 0);
  return policy;
}

function cookiesFor(key: string, secure: boolean): NonNullable<Configuration['cookies']> {
  const options = { httpOnly: true, sameSite: 'lax', secure, signed: true } as const;
  return {
    keys: [key],
    names: { session: `${secure ? '__Host-' : ''}latchkey-oidc`, interaction: 'latchkey-oidc-interaction', resume: 'latchkey-oidc-resume' },
    long: options,
    short: options,
  };
}
