import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { authenticationOptions } from '../ceremonies/authentication.ts';
import { newChallenge } from '../ceremonies/challenges.ts';
import type { Ctx } from '../context.ts';
import { NotFound, Refused } from '../errors.ts';
import { onlyWorkspace, onlyWorkspaceOrNone } from '../identity/operator.ts';
import { type Allowed, credentialsNamed } from './allowed.ts';
import { insertSignIn, type SignIn } from './attempts.ts';
import { findInteraction, type Interaction } from './oidc/interactions.ts';

/** A sign-in that has begun: the page holds the token, and its browser answers the options. */
export interface BegunSignIn {
  token: string;
  signIn: SignIn;
  options: PublicKeyCredentialRequestOptionsJSON;
  /** The application that it is for; null where it is for this server itself. */
  applicationName: string | null;
}

/** Who signs in, and what for. */
export interface SignInWish {
  workspaceId: string | null;
  username: string | null;
  /** What an application of OpenID Connect asked for. */
  interactionId?: string | null;
}

/**
 * Begins a sign-in. Without a username the device offers its own passkeys. With one, the options name that person's
 * credentials: a phone that has to be near over the hybrid transport alone. A username that nobody has gets options of the
 * same shape, so that nobody learns who exists.
 * @throws NotFound; Refused WORKSPACE_UNCLEAR, INTERACTION_ENDED; RateLimited
 */
export async function beginSignIn(ctx: Ctx, { workspaceId, username, interactionId = null }: SignInWish): Promise<BegunSignIn> {
  await ctx.limits.take('signInBegin', ctx.origin.address);
  const interaction = interactionId === null ? null : await interactionOf(ctx, interactionId);
  const workspace = interaction?.workspaceId ?? (await workspaceOf(ctx, workspaceId));
  const named = username !== null && username.trim() !== '';
  const { signIn, token } = await insertSignIn(ctx, workspace, {
    named,
    applicationId: interaction?.application.id ?? null,
  });
  const options = await optionsOf(ctx, signIn, named ? await credentialsNamed(ctx, workspace, username.trim()) : []);
  return { token, signIn, options, applicationName: interaction?.application.name ?? null };
}

/** What an application asked for, and waits for still. @throws Refused INTERACTION_ENDED */
async function interactionOf(ctx: Ctx, id: string): Promise<Interaction> {
  const interaction = await findInteraction(ctx, id);
  if (interaction) return interaction;
  throw new Refused('INTERACTION_ENDED', 'What the application asked for is over: go back to it and start again.');
}

async function optionsOf(ctx: Ctx, { workspaceId, id, named }: SignIn, allow: Allowed[]): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const challenge = await newChallenge(ctx, workspaceId, 'SIGN_IN', id);
  // With a PIN the server checks the person itself, so who was named need not be verified by their phone too.
  return authenticationOptions(ctx.rp, challenge, allow, named ? 'preferred' : 'required');
}

/** The workspace that a sign-in names, or the only one: a stranger leaves no rows under a name that nobody has. @throws NotFound, Refused WORKSPACE_UNCLEAR */
async function workspaceOf(ctx: Ctx, named: string | null): Promise<string> {
  if (named === null) return onlyWorkspace(ctx);
  const workspace = await onlyWorkspaceOrNone(ctx, named);
  if (workspace === null) throw new NotFound('workspace');
  return workspace;
}
