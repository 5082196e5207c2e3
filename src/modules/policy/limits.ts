import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RateLimited } from '../errors.ts';

/** What strangers can call, and how often in a window: tries by address, and by the account or link where one is known. */
const rules = {
  /** Opening or looking at an activation link, by address. */
  link: { points: 60, duration: 60 },
  /** WebAuthn options and answers of an activation, by session. */
  ceremony: { points: 30, duration: 60 },
  /** Sign-in ceremonies, by address. */
  signIn: { points: 30, duration: 60 },
  /** The setup token, by address. */
  setup: { points: 10, duration: 60 },
  /** Looking into the trial mailbox, by address. */
  mailbox: { points: 30, duration: 60 },
  /** Any bearer secret that fits nothing, by address. */
  badToken: { points: 30, duration: 60 },
} as const;

export type LimitName = keyof typeof rules;

/** Rate limits in this node's memory. */
export class Limits {
  #limiters = new Map(Object.entries(rules).map(([name, rule]) => [name, new RateLimiterMemory({ keyPrefix: name, ...rule })]));

  /** Counts one try. @throws RateLimited */
  async take(name: LimitName, key: string): Promise<void> {
    try {
      await this.#limiters.get(name)?.consume(key);
    } catch (refusal) {
      // The library rejects with a result, which is no Error, when the points are spent.
      if (refusal instanceof RateLimiterRes) throw new RateLimited(Math.ceil(refusal.msBeforeNext / 1000));
      throw refusal;
    }
  }
}
