import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { hmac } from '../../lib/secrets.ts';
import { Refused } from '../errors.ts';
import { normalisePin } from './pinPolicy.ts';

const queueLimit = 64;
// OWASP's password storage cheat sheet: argon2id with 19 MiB, 2 passes, 1 lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Hashes PINs by argon2id off the event loop. At most one core less than there are works at it, or libuv's threads
 * would starve files and DNS; who comes to a full queue is told to try again.
 */
export class PinHasher {
  #free = Math.max(1, availableParallelism() - 1);
  #queue: (() => void)[] = [];

  /** The hash of a PIN, as a PHC string. `pepper` is the workspace's data key. @throws Refused TRY_AGAIN */
  hash(pin: string, pepper: Uint8Array): Promise<string> {
    return this.#run(() => hash(peppered(pin, pepper), cost));
  }

  /** Whether a PIN is the hashed one; the library compares in constant time. @throws Refused TRY_AGAIN */
  verify(pinHash: string, pin: string, pepper: Uint8Array): Promise<boolean> {
    return this.#run(() => verify(pinHash, peppered(pin, pepper)));
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free === 0) {
      if (this.#queue.length >= queueLimit) throw new Refused('TRY_AGAIN', 'The server is busy. Nothing was changed; try again in a moment.');
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    } else {
      this.#free -= 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}

/** What is hashed of a PIN. As text: the library hashes any bytes, but verifies none that are not UTF-8. */
const peppered = (pin: string, pepper: Uint8Array): string => Buffer.from(hmac(pepper, normalisePin(pin))).toString('base64url');
