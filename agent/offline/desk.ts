import type { Pairing } from '../state/pairing.ts';
import { newChallenge } from './challenge.ts';
import { codeFor, isCode } from './code.ts';
import { type Grant, readGrant, verifyGrant } from './grant.ts';
import { writeDown } from './journal.ts';
import { OfflineRefused } from './refused.ts';
import { unseal } from './sealing.ts';
import type { HeldGrant, OfflineFile, OfflineState } from './state.ts';

const challengeLife = 5 * 60_000;
const triesEach = 5;
const firstBlock = 60_000;
const longestBlock = 3_600_000;
/** Clocks are set back by a little every day, by the operating system itself. */
const tolerance = 60_000;

/** A challenge for one person's phone. */
export interface Challenge {
  challenge: string;
  username: string;
  expiresAt: number;
}

/** Who was signed in. */
export interface SignedIn {
  userId: string;
  username: string;
  displayName: string;
  keyId: string;
}

/** Where people sign in on this PC while it has no network: gives out challenges, and takes codes. */
export interface SignInDesk {
  /** @throws OfflineRefused */
  begin(username: string | null): Promise<Challenge>;
  /** @throws OfflineRefused */
  enter(challenge: string, code: string): Promise<SignedIn>;
}

/** The grants that are looked at for a person, with what they say. */
type Candidates = { held: HeldGrant; grant: Grant }[];

/** The desk over this PC's own state. */
export class OfflineDesk implements SignInDesk {
  readonly #file: OfflineFile;
  readonly #pairing: Pairing;
  readonly #clock: () => number;
  #open = new Map<string, { userId: string; expiresAt: number; triesLeft: number }>();

  /** @param clock this PC's, in milliseconds since 1970 */
  constructor(file: OfflineFile, pairing: Pairing, clock: () => number = Date.now) {
    this.#file = file;
    this.#pairing = pairing;
    this.#clock = clock;
  }

  begin(username: string | null): Promise<Challenge> {
    return this.#file.change(async (state) => {
      const now = await this.#look(state);
      const { userId, username: name } = personIn(state, username);
      const candidates = await this.#candidates(state, userId, now);
      requireUnblocked(state, userId, now);
      const challenge = newChallenge(
        this.#pairing.agentId,
        candidates.some(({ grant }) => grant.pin),
      );
      const expiresAt = now + challengeLife;
      for (const [text, open] of this.#open) if (open.expiresAt <= now) this.#open.delete(text);
      this.#open.set(challenge, { userId, expiresAt, triesLeft: triesEach });
      return { challenge, username: name, expiresAt };
    });
  }

  enter(challenge: string, code: string): Promise<SignedIn> {
    return this.#file.change(async (state) => {
      const now = await this.#look(state);
      const open = this.#open.get(challenge);
      if (!open || open.expiresAt <= now || open.triesLeft === 0) throw new OfflineRefused('CHALLENGE_OVER');
      const candidates = await this.#candidates(state, open.userId, now);
      requireUnblocked(state, open.userId, now);
      open.triesLeft -= 1;
      for (const { held, grant } of candidates) {
        if (!isCode(code, codeFor(await unseal(this.#file.folder, grant.verifier), challenge))) continue;
        this.#open.delete(challenge);
        held.usesLeft -= 1;
        delete state.tries[open.userId];
        await writeDown(state, this.#pairing, grant, null, now);
        const { sub: userId, username, displayName, keyId } = grant;
        return { userId, username, displayName, keyId };
      }
      await this.#count(state, open.userId, candidates, now);
      throw new OfflineRefused('CODE_WRONG', triesIn(open.triesLeft));
    });
  }

  /** The usernames of those who may sign in here. @throws OfflineRefused STATE_CHANGED */
  people(): string[] {
    return [...new Set(this.#file.read().grants.flatMap(({ jws }) => readGrant(jws)?.username ?? []))].sort();
  }

  /** Notes that time goes on, so that a clock that is set back later shows. */
  async tick(): Promise<void> {
    await this.#file.change(async (state) => {
      if (state.grants.length > 0) await this.#look(state).catch(() => {});
    });
  }

  /** The time, which never goes back. @throws OfflineRefused CLOCK_WENT_BACK, which ends every grant */
  async #look(state: OfflineState): Promise<number> {
    const now = this.#clock() + state.skew;
    if (now >= state.lastSeen - tolerance) {
      state.lastSeen = Math.max(now, state.lastSeen);
      return state.lastSeen;
    }
    for (const { jws } of state.grants.splice(0)) {
      const grant = readGrant(jws);
      if (grant) await writeDown(state, this.#pairing, grant, 'CLOCK_WENT_BACK', now);
    }
    throw new OfflineRefused('CLOCK_WENT_BACK');
  }

  /** The grants of a person that count now. One that does not is dropped. @throws OfflineRefused for the last of them */
  async #candidates(state: OfflineState, userId: string, now: number): Promise<Candidates> {
    let refused = new OfflineRefused('NO_GRANT');
    const good: Candidates = [];
    for (const held of state.grants.filter(({ jws }) => readGrant(jws)?.sub === userId)) {
      try {
        const grant = await verifyGrant(held.jws, { agentId: this.#pairing.agentId, grantKey: state.grantKey ?? '', now });
        if (held.usesLeft <= 0) throw new OfflineRefused('GRANT_USED_UP');
        good.push({ held, grant });
      } catch (error) {
        if (!(error instanceof OfflineRefused)) throw error;
        refused = error;
        // One that is used up is kept: the same one, told again by the server, must not begin anew.
        if (error.refusal === 'GRANT_USED_UP' || error.refusal === 'GRANT_EARLY') continue;
        state.grants.splice(state.grants.indexOf(held), 1);
        const grant = readGrant(held.jws);
        // Of one that was changed, nothing that it says is known to be so.
        if (grant && error.refusal === 'GRANT_EXPIRED') await writeDown(state, this.#pairing, grant, error.refusal, now);
      }
    }
    if (good.length === 0) throw refused;
    return good;
  }

  /** Counts a wrong code: each five in a row are followed by a longer wait. */
  async #count(state: OfflineState, userId: string, candidates: Candidates, now: number): Promise<void> {
    const wrong = (state.tries[userId]?.wrong ?? 0) + 1;
    const blocks = wrong % triesEach === 0 ? Math.min(firstBlock * 2 ** (wrong / triesEach - 1), longestBlock) : 0;
    state.tries[userId] = { wrong, blockedUntil: now + blocks };
    // Which of somebody's phones it was is not known; where one of them leaves no trace, a wrong code leaves none either.
    const [first] = candidates;
    if (first && candidates.every(({ grant }) => grant.auditable)) await writeDown(state, this.#pairing, first.grant, 'CODE_WRONG', now);
  }
}

/** The person that a name means, or the only one. @throws OfflineRefused NO_GRANT, NAME_WANTED */
function personIn({ grants }: OfflineState, username: string | null): { userId: string; username: string } {
  const people = new Map(
    grants.flatMap(({ jws }) => {
      const grant = readGrant(jws);
      return grant && (username === null || sameName(grant.username, username)) ? [[grant.sub, grant.username] as const] : [];
    }),
  );
  const [[userId, name] = [], another] = people;
  if (userId === undefined || name === undefined) throw new OfflineRefused('NO_GRANT');
  if (another) throw new OfflineRefused('NAME_WANTED');
  return { userId, username: name };
}

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.trim().toLowerCase();

function requireUnblocked({ tries }: OfflineState, userId: string, now: number): void {
  const left = (tries[userId]?.blockedUntil ?? 0) - now;
  if (left > 0)
    throw new OfflineRefused('LOCKED', `Wait ${left > 90_000 ? `${Math.ceil(left / 60_000)} minutes` : `${Math.ceil(left / 1_000)} seconds`}.`);
}

const triesIn = (left: number): string => (left === 0 ? 'This challenge is over.' : left === 1 ? 'One try is left.' : `${left} tries are left.`);
