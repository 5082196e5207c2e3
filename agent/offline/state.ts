import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readPrivate, writePrivate } from '../state/folder.ts';
import type { Pairing } from '../state/pairing.ts';
import { OfflineRefused } from './refused.ts';

const file = 'offline.json';

/** A grant as the server signed it, and how often it may still be used. */
export interface HeldGrant {
  jws: string;
  usesLeft: number;
}

/** What this PC keeps for offline sign-in. */
export interface OfflineState {
  /** The server's key that signs grants, as it was first told; another one is never taken. */
  grantKey: string | null;
  grants: HeldGrant[];
  /** Wrong codes since the last right one, by person, and until when no more are taken. */
  tries: Record<string, { wrong: number; blockedUntil: number }>;
  /** How far the server's clock was ahead of this PC's, and the latest time that was seen here by it. */
  skew: number;
  lastSeen: number;
  journal: {
    /** The number and the hash of the last entry. */
    number: number;
    hash: string;
    /** What the server does not have yet. */
    waiting: string[];
  };
  /** The file was changed by something else: told to the server with the next journal. */
  damaged: boolean;
}

const empty = (): OfflineState => ({
  grantKey: null,
  grants: [],
  tries: {},
  skew: 0,
  lastSeen: 0,
  journal: { number: 0, hash: '', waiting: [] },
  damaged: false,
});

/** Only one process at a time may change the state: makes sure of it while `work` runs. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>;

/** The file that holds it, whole or not at all, under a MAC: what was written by something else counts as damaged. */
export class OfflineFile {
  readonly folder: string;
  readonly #key: Uint8Array;
  readonly #exclusive: Exclusive;
  #work: Promise<unknown> = Promise.resolve();

  constructor(folder: string, pairing: Pairing, exclusive: Exclusive = (work) => work()) {
    this.folder = folder;
    this.#key = macKey(pairing.privateKey);
    this.#exclusive = exclusive;
  }

  /** @throws OfflineRefused STATE_CHANGED */
  read(): OfflineState {
    const kept = this.#kept();
    if (kept === null) return empty();
    const mac = Buffer.from(String(kept.mac), 'base64url');
    const right = Buffer.from(this.#mac(String(kept.state)), 'base64url');
    if (mac.length !== right.length || !timingSafeEqual(mac, right)) throw new OfflineRefused('STATE_CHANGED');
    return JSON.parse(kept.state) as OfflineState;
  }

  #kept(): { state: string; mac: string } | null {
    try {
      return readPrivate(this.folder, file);
    } catch {
      throw new OfflineRefused('STATE_CHANGED');
    }
  }

  /** Changes it, one change after the other; what `work` leaves in the state is on the disk when this resolves, also where it throws. */
  change<T>(work: (state: OfflineState) => Promise<T>): Promise<T> {
    const turn = this.#work.then(() =>
      this.#exclusive(async () => {
        const state = this.read();
        const before = JSON.stringify(state);
        try {
          return await work(state);
        } finally {
          const after = JSON.stringify(state);
          if (after !== before) writePrivate(this.folder, file, { state: after, mac: this.#mac(after) });
        }
      }),
    );
    this.#work = turn.catch(() => {});
    return turn;
  }

  /** Begins anew after a change by something else, which the server will be told. */
  async startOver(): Promise<void> {
    rmSync(join(this.folder, file), { force: true });
    await this.change(async (state) => {
      state.damaged = true;
    });
  }

  #mac = (text: string): string => createHmac('sha256', this.#key).update(text).digest('base64url');
}

/** Known to whoever can read the agent's key, and to nobody else. */
const macKey = (privateKey: KeyObject): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', privateKey.export({ type: 'pkcs8', format: 'der' }), '', 'latchkey offline state 1', 32));
