import { setTimeout as delay } from 'node:timers/promises';
import { span } from '../../lib/trace.ts';
import type { Server } from '../context.ts';
import { batchSize, recordFailure, recordSent, type TakenMail, takeDue } from './deliveries.ts';
import { openMail } from './outbox.ts';
import { PermanentFailure, reasonOf, type Transport } from './transports/transport.ts';

const pollEvery = 5_000;
const stopWithin = 2_500;

/**
 * Sends what waits in the outbox, on every node. A mail is taken by a committed lease, sent outside any transaction, and
 * then written down with its event. A node that dies in between leaves the mail to be sent again under the same id.
 */
export class Mailer {
  #transport: Transport;
  #server: Server | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** The end of the run that was asked for last: runs come one after the other. */
  #last: Promise<unknown> = Promise.resolve();
  #waiting = false;
  #stopped = false;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  get transport(): Transport['name'] {
    return this.#transport.name;
  }

  /** Begins to send, and to look every few seconds for what is due again. The server holds the mailer, so it comes in here. */
  start(server: Server): void {
    this.#server = server;
    this.#timer = setInterval(() => this.wake(), pollEvery).unref();
    this.wake();
  }

  /** Says that a mail waits. Before the start and after the stop it does nothing. */
  wake(): void {
    const server = this.#server;
    if (!server || this.#stopped || this.#waiting) return;
    this.#waiting = true;
    this.runOnce().catch((error) => server.log.error({ err: error }, 'the mail outbox could not be worked on; it is tried again'));
  }

  /** Sends what is due, after the runs that were asked for before. Returns how many attempts it made. */
  runOnce(): Promise<number> {
    const run = this.#last.then(() => {
      // A wake from here on means another run: this one may have looked already.
      this.#waiting = false;
      return this.#sendDue();
    });
    this.#last = run.catch(() => {});
    return run;
  }

  /** Resolves when no run goes on and none is asked for. */
  async idle(): Promise<void> {
    for (let seen: unknown; seen !== this.#last; ) {
      seen = this.#last;
      await seen;
    }
  }

  /**
   * Takes no more mail, waits for the mails in flight, 2.5 seconds at most or less where there is less time, and closes the
   * transport. What is left is sent again under the same id once its lease is over.
   */
  async stop(within = stopWithin): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await Promise.race([this.idle(), delay(Math.min(within, stopWithin), undefined, { ref: false })]);
    this.#transport.close?.();
  }

  async #sendDue(): Promise<number> {
    const server = this.#server;
    if (!server) throw new Error('The mailer was not started');
    let attempts = 0;
    while (!this.#stopped) {
      const mails = await takeDue(server);
      const ends = await Promise.allSettled(mails.map((mail) => this.#send(server, mail)));
      attempts += mails.length;
      const broken = ends.find((end) => end.status === 'rejected');
      if (broken) throw broken.reason;
      // A transport that is away or says "slower" gets a pause until the next look, rather than all that waits.
      const well = ends.every((end) => end.status === 'fulfilled' && end.value);
      if (mails.length < batchSize || !well) break;
    }
    return attempts;
  }

  /** One attempt. Returns whether the transport works; throws only where the database does not. */
  async #send(server: Server, mail: TakenMail): Promise<boolean> {
    const { workspaceId, id: mailId, attempts } = mail;
    const transport = this.#transport.name;
    try {
      const message = await openMail(server, mail);
      await span('send a mail', { 'latchkey.transport': transport }, () => this.#transport.send({ id: mailId, message }));
    } catch (error) {
      const again = await recordFailure(server, mail, transport, error);
      const what = again ? 'a mail was not sent; it is tried again' : 'a mail was not sent, and is given up';
      server.log.warn({ workspaceId, mailId, transport, attempts, reason: reasonOf(error), again }, what);
      return error instanceof PermanentFailure;
    }
    await recordSent(server, mail, transport);
    return true;
  }
}
