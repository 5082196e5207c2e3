import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RateLimited } from '../errors.ts';
import { OpenStreams } from './openStreams.ts';

/** What strangers can call, and how often in a window. */
const rules = {
  /** Opening or looking at an activation link, by address. */
  link: { points: 60, duration: 60 },
  /** Options and answers of an activation: WebAuthn’s by session, a card’s by enrolment. */
  ceremony: { points: 30, duration: 60 },
  /** Sign-ins that are begun, by address: an office may have one for all. */
  signInBegin: { points: 120, duration: 60 },
  /** Answers and PINs, by address. */
  signIn: { points: 60, duration: 60 },
  /** What else pages ask of sign-ins, by address. */
  signInStep: { points: 240, duration: 60 },
  /** Taps that sign-ins ask for, by agent. */
  signInTap: { points: 30, duration: 60 },
  /** Answers that did not verify, as the log tells them, by key. */
  refusedSignature: { points: 10, duration: 3_600 },
  /** What people do to their own keys and sessions, by person. */
  ownThings: { points: 30, duration: 60 },
  /** Keys that people ask for, which the log keeps, by person. */
  keyRequest: { points: 5, duration: 3_600 },
  /** Whatever browsers and applications ask of OpenID Connect, by address. */
  oidc: { points: 600, duration: 60 },
  /** Sign-ins and sign-outs that applications ask for, of which something is kept, by address. */
  oidcStart: { points: 120, duration: 60 },
  /** The setup token, by address. */
  setup: { points: 10, duration: 60 },
  /** Looking into the trial mailbox, by address. */
  mailbox: { points: 30, duration: 60 },
  /** The demo link's token, by address. */
  demo: { points: 30, duration: 60 },
  /** Pairing codes that agents try, by address. */
  pairing: { points: 10, duration: 60 },
  /** Codes of agents that a link's page tries, by enrolment. */
  agentCode: { points: 10, duration: 300 },
  /** What an agent opens or reports anew, which the log keeps, by agent. */
  agentReport: { points: 30, duration: 60 },
  /** Pages of an agent’s journal of offline sign-ins, by agent: what was written down in a week may come at once. */
  offlineJournal: { points: 30, duration: 300 },
  /** What an agent bears witness of, by agent. */
  witness: { points: 60, duration: 60 },
  /** What an agent says, by agent. */
  agent: { points: 600, duration: 60 },
  /** Walks over a whole log, by workspace. */
  logCheck: { points: 10, duration: 60 },
  /** Any bearer secret that fits nothing, by address. */
  badToken: { points: 30, duration: 60 },
} as const;

export type LimitName = keyof typeof rules;

interface Limiter {
  tries: RateLimiterMemory;
  /** Counts the keys that were not known. */
  newcomers: RateLimiterMemory;
}

// The library's memory has no bound. A key is forgotten after one window, so twice as many are kept at most: 100,000.
const newcomersInWindow = 50_000;

/**
 * Rate limits in this node's memory. Where more callers come than it may remember, new ones are refused until the window
 * is over and those that are known go on: what it forgot to make room, it would let in without a count.
 */
export class Limits {
  readonly streams = new OpenStreams();
  #limiters: Record<LimitName, Limiter>;

  constructor({ newcomers = newcomersInWindow }: { newcomers?: number } = {}) {
    const limiterOf = ([name, rule]: [string, { points: number; duration: number }]): [string, Limiter] => [
      name,
      { tries: new RateLimiterMemory({ keyPrefix: name, ...rule }), newcomers: new RateLimiterMemory({ ...rule, points: newcomers }) },
    ];
    this.#limiters = Object.fromEntries(Object.entries(rules).map(limiterOf)) as Record<LimitName, Limiter>;
  }

  /** Counts one try. @param key an address, or an id @throws RateLimited */
  async take(name: LimitName, key: string): Promise<void> {
    const { tries, newcomers } = this.#limiters[name];
    const counted = networkOf(key);
    try {
      if ((await tries.get(counted)) === null) await newcomers.consume('all');
      await tries.consume(counted);
    } catch (refusal) {
      // The library rejects with a result, which is no Error, when the points are spent.
      if (refusal instanceof RateLimiterRes) throw new RateLimited(Math.ceil(refusal.msBeforeNext / 1000));
      throw refusal;
    }
  }
}

/**
 * What an address is counted by: of IPv6 the first 64 bits, as whoever has one address there has them all; an IPv4
 * address in the spelling of IPv6 is itself. Anything else stays as it is.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  // A URL has one spelling for each address: small letters, no dots, the longest zeros left out.
  const { hostname } = new URL(`http://[${address.replace(/%.*$/, '')}]`);
  const [first = [], last = []] = hostname
    .slice(1, -1)
    .split('::')
    .map((half) => half.split(':').filter(Boolean));
  const groups = [...first, ...Array<string>(8 - first.length - last.length).fill('0'), ...last];
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return `${groups.slice(0, 4).join(':')}::/64`;
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((pair) => [pair >> 8, pair & 255])
    .join('.');
}
