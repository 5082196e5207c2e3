import { type ErrorResponse, Resend } from 'resend';
import { automatic, PermanentFailure, sendWithin, TemporaryFailure, type Transport } from './transport.ts';

/**
 * Resend's HTTP API. A mail's id is its idempotency key, which Resend honours for 24 hours: as long as a mail is tried.
 * Click and open tracking are settings of the domain at Resend, not of a mail: leave them off, or links go through
 * their server.
 */
export function resendTransport({
  apiKey,
  from,
  baseUrl,
  within = sendWithin,
}: {
  apiKey: string;
  from: string;
  /** Another address of the API; without it RESEND_BASE_URL counts, or Resend's own. */
  baseUrl?: string;
  /** How long one attempt may take. */
  within?: number;
}): Transport {
  const resend = new Resend(apiKey, baseUrl ? { baseUrl } : {});
  return {
    name: 'resend',
    // The name is left out of `to`: there it would be part of a string that Resend takes apart again.
    send: async ({ id, message: { to, subject, text, html } }) => {
      const signal = AbortSignal.timeout(within);
      const { data, error } = await resend.emails.send({ from, to: [to], subject, text, html, headers: automatic }, { idempotencyKey: id, signal });
      if (data) return;
      throw failure(error, signal);
    },
  };
}

const waits = new Set([408, 425, 429]);
// What another configuration mends, and what ends by itself: none of it says anything of the mail.
const notTheMail = new Set(['invalid_api_key', 'missing_api_key', 'restricted_api_key', 'concurrent_idempotent_requests']);

/** The package tells failures in `error`, as the server wrote it: a status only where there was an answer that says so. */
function failure(error: ErrorResponse | null, signal: AbortSignal): PermanentFailure | TemporaryFailure {
  const status = error?.statusCode;
  if (typeof status !== 'number') return new TemporaryFailure(signal.aborted ? 'ETIMEDOUT' : 'NETWORK');
  const name = /^[a-z_]{1,40}$/.test(error?.name ?? '') ? ` ${error?.name}` : '';
  const refused = status >= 400 && status < 500 && !waits.has(status) && !notTheMail.has(error?.name ?? '');
  return new (refused ? PermanentFailure : TemporaryFailure)(`HTTP ${status}${name}`);
}
