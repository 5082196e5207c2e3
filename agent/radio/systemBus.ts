import { type EventEmitter, on } from 'node:events';
import { Message, type MessageBus, MessageType, systemBus } from '@jellybrick/dbus-next';

/** A signal that came over the bus: who sent it, of which object, and what it says. */
export type Signal = Pick<Message, 'sender' | 'path' | 'interface' | 'member' | 'body'>;

/** A method, and what it is given. */
interface Call {
  interface: string;
  member: string;
  signature?: string;
  body?: unknown[];
}

/** Whoever is asked answers at once, or hangs. */
const answerWithin = 5_000;

/** A connection to the system’s D-Bus. */
export class SystemBus {
  readonly #bus: MessageBus;

  private constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  /** Connects. @throws Error where there is no bus, or it lets nobody in */
  static async open(): Promise<SystemBus> {
    const bus = systemBus();
    const failed = new Promise<never>((_, reject) => (bus as EventEmitter).on('error', reject));
    const connected = new Promise<void>((resolve) => bus.once('connect', resolve));
    try {
      await within(Promise.race([connected, failed]));
    } catch (error) {
      bus.disconnect();
      throw error;
    }
    failed.catch(() => {});
    return new SystemBus(bus);
  }

  /** Calls a method of somebody on the bus, and gives what it answers. @throws DBusError, whose `type` is the error’s name */
  async call(destination: string, path: string, call: Call): Promise<unknown[]> {
    const answer = await within(this.#bus.call(new Message({ destination, path, ...call })));
    return answer?.body ?? [];
  }

  /** Calls a method of the bus itself. */
  ask = (member: string, text: string): Promise<unknown[]> =>
    this.call('org.freedesktop.DBus', '/org/freedesktop/DBus', { interface: 'org.freedesktop.DBus', member, signature: 's', body: [text] });

  /** The signals that fit one of these match rules, from now on. Ends with the signal’s reason, or by a line that breaks. */
  async signals(rules: readonly string[], signal: AbortSignal): Promise<AsyncIterable<Signal>> {
    // Before they are asked for: what comes in between waits.
    const messages = on(this.#bus as EventEmitter, 'message', { signal }) as AsyncIterable<[Message]>;
    for (const rule of rules) await this.ask('AddMatch', rule);
    return signalsIn(messages);
  }

  /** Leaves the bus. What somebody does for this connection alone, they end by that. */
  close(): void {
    this.#bus.disconnect();
  }
}

async function* signalsIn(messages: AsyncIterable<[Message]>): AsyncIterable<Signal> {
  for await (const [message] of messages) if (message.type === MessageType.SIGNAL) yield message;
}

/** Waits for an answer, no longer than it may take. */
async function within<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The system’s D-Bus does not answer.')), answerWithin);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
