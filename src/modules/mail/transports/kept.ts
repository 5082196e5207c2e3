import type { Transport } from './transport.ts';

/** The trial mailbox: nothing leaves the server. The worker keeps the mail, sealed, in the outbox. */
export const keptTransport = (): Transport => ({ name: 'mailbox', send: async () => {} });
