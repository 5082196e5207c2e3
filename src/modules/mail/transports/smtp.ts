import { createTransport } from 'nodemailer';
import { automatic, PermanentFailure, sendWithin, TemporaryFailure, type Transport } from './transport.ts';

/**
 * A mail server by SMTP_URL. `smtps:` speaks TLS from the first byte; `smtp:` upgrades by STARTTLS where the server offers
 * it, and must with `?requireTLS=true`. A repeated mail has the same Message-ID, by which mailboxes know it.
 */
export function smtpTransport({
  url,
  from,
  publicUrl,
  within = sendWithin,
}: {
  url: string;
  from: string;
  publicUrl: string;
  /** How long one attempt may take. */
  within?: number;
}): Transport {
  const limits = { connectionTimeout: within, greetingTimeout: within, socketTimeout: within, dnsTimeout: within, socketCloseTimeout: 1000 };
  const server = createTransport({ url, ...limits, disableFileAccess: true, disableUrlAccess: true });
  const { hostname } = new URL(publicUrl);
  return {
    name: 'smtp',
    send: async ({ id, message: { to, toName, subject, text, html } }) => {
      try {
        await server.sendMail({
          from,
          to: { name: toName, address: to },
          subject,
          text,
          html,
          messageId: `<${id}@${hostname}>`,
          headers: automatic,
          // The limits above are for each step; this one is for all of them.
          signal: AbortSignal.timeout(within),
        });
      } catch (error) {
        throw failure(error as { code?: string; responseCode?: number });
      }
    },
    close: () => server.close(),
  };
}

// nodemailer's codes for what was said of the envelope and of the message. The others are of the connection, TLS and login.
const ofTheMail = new Set(['EENVELOPE', 'EMESSAGE']);

/**
 * RFC 5321 §4.2.1: 5xx is for good, 4xx is for now. That counts of the mail itself: a server that refuses the login
 * or TLS says nothing of the mail, which waits until somebody has put that right.
 */
function failure({ code = 'UNKNOWN', responseCode }: { code?: string; responseCode?: number }): PermanentFailure | TemporaryFailure {
  const reason = responseCode ? `SMTP ${responseCode}` : code === 'EABORT' ? 'ETIMEDOUT' : code;
  const forGood = ofTheMail.has(code) && (responseCode === undefined || responseCode >= 500);
  return new (forGood ? PermanentFailure : TemporaryFailure)(reason);
}
