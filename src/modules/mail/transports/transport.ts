import type { Message } from '../message.ts';

/** A way for mail to go. */
export interface Transport {
  readonly name: 'resend' | 'smtp' | 'mailbox';
  /**
   * Sends a mail. The same id again means the same mail: the transport tells the receiving side so.
   * @throws PermanentFailure where trying again is no use; any other error means: try again
   */
  send(mail: { id: string; message: Message }): Promise<void>;
  close?(): void;
}

/** How long one attempt may take, all in all. */
export const sendWithin = 15_000;

/** What RFC 3834 asks of mail that no person wrote: an absence notice must not send the link back. */
export const automatic = { 'Auto-Submitted': 'auto-generated' };

/** A failure to send. `reason` is a short class, as in `SMTP 550`: it is logged, and never holds what the other side said. */
abstract class SendFailure extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`The mail was not sent: ${reason}`);
    this.reason = reason;
  }
}

/** This mail will never go. */
export class PermanentFailure extends SendFailure {}

/** This mail may go later. */
export class TemporaryFailure extends SendFailure {}

/** The short class of any error: of an unexpected one its code and nothing else, as its message may quote the mail. */
export function reasonOf(error: unknown): string {
  if (error instanceof SendFailure) return error.reason;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,39}$/.test(code) ? code : 'UNKNOWN';
}
