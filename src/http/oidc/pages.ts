import type { KoaContextWithOIDC } from 'oidc-provider';
import { allowScript } from '../headers.ts';
import { escapeHtml, page, submitting } from './html.ts';

/** What a person can do about an error that stays with us, as the application’s address is not to be trusted or is not known. */
const explanations: Record<string, string> = {
  invalid_client: 'The application is not registered here. Its operator has to compare its client ID with the one in Latchkey.',
  invalid_redirect_uri: 'The application asked to be sent back to an address that is not registered for it. Its operator has to add it in Latchkey.',
  session_not_found: 'This sign-in is over, or was begun in another browser. Go back to the application and start again.',
  server_error: 'Something went wrong on the server. Go back to the application and try again.',
};

/** The page of an error that does not go back to the application. */
export function renderError(
  ctx: KoaContextWithOIDC,
  { error, error_description: description }: { error: string; error_description?: string | undefined },
): void {
  const explained = explanations[error] ?? 'The application asked for something that this server does not do. Its operator can tell more.';
  const detail = error === 'server_error' ? error : [error, description].filter(Boolean).join(': ');
  ctx.type = 'html';
  ctx.body = page(ctx.res, 'That sign-in did not work', `<p>${escapeHtml(explained)}</p><p><code>${escapeHtml(detail)}</code></p>`);
}

/** Asks whether to sign out; where the application showed whom it means, the answer is known. */
export function logoutSource(ctx: KoaContextWithOIDC, form: string): void {
  const { IdTokenHint: hint } = ctx.oidc.entities;
  const isMeant = hint !== undefined && hint.payload.sub === ctx.oidc.session?.accountId;
  const button = '<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>';
  if (!isMeant) {
    ctx.body = page(ctx.res, 'Sign out?', `<p>This signs you out here, and of the applications that you came to from here.</p>${form}${button}`);
    return;
  }
  const filled = form.replace('</form>', '<input type="hidden" name="logout" value="yes"></form>');
  ctx.body = page(ctx.res, 'Signing out', `${filled}${submitting.script}<noscript>${button}</noscript>`);
  allowScript(ctx.res, submitting.source);
}

/** The page after a sign-out that goes back to no application. */
export function postLogoutSuccessSource(ctx: KoaContextWithOIDC): void {
  ctx.type = 'html';
  ctx.body = page(ctx.res, 'You are signed out', '<p>You can close this page.</p>');
}
