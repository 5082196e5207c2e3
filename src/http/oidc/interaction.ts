import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Ctx, Server } from '../../modules/context.ts';
import type { ApplicationRefusal } from '../../modules/events/catalogue.ts';
import { acrOf, authTimeOf } from '../../modules/signin/oidc/claims.ts';
import { grantOf } from '../../modules/signin/oidc/grants.ts';
import { decide, findInteraction, type Interaction, tellRefused } from '../../modules/signin/oidc/interactions.ts';
import { mountPath } from '../../modules/signin/oidc/issuers.ts';
import type { Admitted } from '../../modules/signin/oidc/standing.ts';
import { browserSession, isOf } from './browserSession.ts';
import { escapeHtml, page } from './html.ts';

const refusals: Record<ApplicationRefusal, string> = {
  NOT_IN_GROUP: 'None of your groups may sign in to this application. An administrator can add you to one.',
  OTHER_PERSON: 'The application asked for somebody else than the person who signed in.',
};

/** The interaction that an address names; null for other addresses. */
export const interactionIn = (path: string): string | null => new RegExp(`^${mountPath}/interaction/([\\w-]{20,60})$`).exec(path)?.[1] ?? null;

/** What serves an interaction. */
export interface InteractionParts {
  providerOf(workspaceId: string): Promise<Provider>;
  ctxOf(request: IncomingMessage, actor: Ctx['actor']): Ctx;
  secure: boolean;
}

/**
 * Between an application’s request and its answer: sends the browser to our sign-in page where nobody is there who will do,
 * and back to the application with somebody or with the reason why not.
 */
export async function serveInteraction(
  server: Server,
  { providerOf, ctxOf, secure }: InteractionParts,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
): Promise<void> {
  const interaction = await findInteraction(server, id);
  const provider = interaction && (await providerOf(interaction.workspaceId));
  if (!interaction || !provider || !(await isOfThisBrowser(provider, request, response, id))) return sendOver(response);
  const actor = await browserSession(server, interaction.workspaceId, request, secure);
  const outcome = await decide(server, interaction, actor?.sessionId ?? null);
  response.setHeader('cache-control', 'no-store');
  switch (outcome.type) {
    case 'sign-in':
      response.writeHead(303, { location: `/sign-in?interaction=${encodeURIComponent(id)}` }).end();
      return;
    case 'refused': {
      if (actor) await tellRefused(ctxOf(request, actor), outcome.signedIn, interaction.application.id, outcome.reason);
      const result = { error: 'access_denied', error_description: refusals[outcome.reason] };
      return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    }
    case 'admitted':
      await leaveOtherSession(provider, request, response, outcome.admitted.session.id);
      return provider.interactionFinished(request, response, resultOf(interaction, outcome.admitted), { mergeWithLastSubmission: false });
  }
}

/** An interaction belongs to the browser that has its cookie: an address that was passed on signs nobody in. */
async function isOfThisBrowser(provider: Provider, request: IncomingMessage, response: ServerResponse, id: string): Promise<boolean> {
  const details = await provider.interactionDetails(request, response).catch(() => null);
  return details?.uid === id;
}

/** A session of the protocol that tells of an earlier one of ours is over, with its person. */
async function leaveOtherSession(provider: Provider, request: IncomingMessage, response: ServerResponse, sessionId: string): Promise<void> {
  const session = await provider.Session.get(provider.createContext(request, response));
  if (session.accountId && !isOf(session, sessionId)) await session.destroy();
}

function resultOf({ application }: Interaction, admitted: Admitted) {
  const { session, user } = admitted;
  const acr = acrOf(admitted);
  return {
    login: { accountId: user.id, ts: authTimeOf(admitted), ...(session.amr.length > 0 && { amr: session.amr }), ...(acr && { acr }) },
    // Asked for or not: an organisation’s own applications need none.
    consent: { grantId: grantOf(session.id, application.id) },
    select_account: {},
  };
}

function sendOver(response: ServerResponse): void {
  response.statusCode = 404;
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  const text = 'It took too long, was done already, or was begun in another browser. Go back to the application and start again.';
  response.end(page(response, 'This sign-in is over', `<p>${escapeHtml(text)}</p>`));
}
