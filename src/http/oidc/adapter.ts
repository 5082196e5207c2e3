import { decodeJwt } from 'jose';
import { type Adapter, type AdapterPayload, type ClientMetadata, errors } from 'oidc-provider';
import type { Server } from '../../modules/context.ts';
import type { Application } from '../../modules/signin/oidc/applications.ts';
import { findArtifact, findArtifactByUid, forgetArtifact, forgetGrant, keepArtifact, spendArtifact } from '../../modules/signin/oidc/artifacts.ts';
import type { Issuer } from '../../modules/signin/oidc/issuers.ts';
import { findApplication } from '../../modules/signin/oidc/readApplications.ts';

const hour = 3_600;

/** Where applications send people to, below the issuer; an interaction goes on below it. */
export const authorizePath = '/authorize';

/** Where oidc-provider keeps what is of one kind: in the database, so that any node can serve. */
export class DatabaseAdapter implements Adapter {
  #server: Server;
  #workspaceId: string;
  #issuer: string;
  #model: string;

  constructor(server: Server, { workspaceId, issuer }: Issuer, model: string) {
    this.#server = server;
    this.#workspaceId = workspaceId;
    this.#issuer = issuer;
    this.#model = model;
  }

  async upsert(id: string, payload: AdapterPayload, secondsToLive = hour): Promise<void> {
    if (this.#model === 'Session' && tellsNothing(payload)) return;
    const kept = this.#model === 'Interaction' ? toInteraction(payload) : payload;
    await keepArtifact(this.#server, this.#workspaceId, this.#model, id, { ...kept }, secondsToLive);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (this.#model === 'Client') {
      const application = await findApplication(this.#server.db, this.#workspaceId, id);
      return application ? toClient(application) : undefined;
    }
    const found = await findArtifact(this.#server, this.#workspaceId, this.#model, id);
    if (!found) return undefined;
    return this.#model === 'Interaction' ? { ...found, returnTo: `${this.#issuer}${authorizePath}/${id}` } : found;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return (await findArtifactByUid(this.#server, this.#workspaceId, this.#model, uid)) ?? undefined;
  }

  /** Codes for devices with a keyboard of their own: that flow is off. */
  async findByUserCode(): Promise<undefined> {}

  async consume(id: string): Promise<void> {
    if (await spendArtifact(this.#server, this.#workspaceId, this.#model, id)) return;
    throw new errors.InvalidGrant('already used');
  }

  async destroy(id: string): Promise<void> {
    await forgetArtifact(this.#server.db, this.#workspaceId, this.#model, id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await forgetGrant(this.#server.db, this.#workspaceId, grantId);
  }
}

/** Nobody is in it, and no sign-out waits: the library makes such a one anew for each request that brings the cookie of one that is over. */
const tellsNothing = ({ accountId, state }: AdapterPayload): boolean => accountId === undefined && state === undefined;

/**
 * An interaction without its session, as whoever comes back is looked up anew and may be somebody else; without the address that
 * it goes on at, which holds its id; and, in place of an ID token that hints at a person, the person.
 */
function toInteraction({ session: _, returnTo: __, params = {}, ...payload }: AdapterPayload): Record<string, unknown> {
  const { id_token_hint: hint, ...rest } = params;
  // Verified when the application asked.
  return { ...payload, params: rest, ...(typeof hint === 'string' && { meant: decodeJwt(hint).sub }) };
}

/** An application, as the protocol knows it. In place of its secret stands the hash, as text. */
function toClient({ id, name, type, secretHash, redirectUris, postLogoutRedirectUris, idTokenAlgorithm }: Application): ClientMetadata {
  return {
    client_id: id,
    client_name: name,
    ...(secretHash && { client_secret: Buffer.from(secretHash).toString('base64url') }),
    redirect_uris: redirectUris,
    post_logout_redirect_uris: postLogoutRedirectUris,
    id_token_signed_response_alg: idTokenAlgorithm,
    // One that registered for `basic` may send its secret in the body as well.
    token_endpoint_auth_method: type === 'PUBLIC' ? 'none' : 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  };
}
