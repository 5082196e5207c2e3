import type { Logger } from 'pino';
import type { Db } from '../db/handle.ts';
import { eventOutbox } from '../db/tables/events.ts';
import type { Clock } from '../lib/clock.ts';
import type { RelyingParty } from './ceremonies/relyingParty.ts';
import type { NewEvent } from './events/catalogue.ts';
import type { Hub } from './events/hub.ts';
import type { Sequencer } from './events/sequencer.ts';
import type { PinHasher } from './keys/pinHash.ts';
import type { SecretStore } from './operator/rotateSecret.ts';
import { type Actor, actorName } from './policy/actor.ts';
import type { Audience } from './policy/audience.ts';
import type { Limits } from './policy/limits.ts';
import type { AgentBundle } from './readers/drivers.ts';
import type { Presence } from './readers/presence.ts';
import type { Vault } from './vault.ts';

/** What a demo has beside a server in earnest. It is no part of the rules, so whoever starts the demo hands it in. */
export interface Demo {
  /** The demo link's token, hashed. */
  token: Uint8Array;
  reader: DemoReader;
}

/** Which made-up card. */
export type DemoCard = 'NEW' | 'TAKEN' | 'LAST';

/** The simulated reader of a demo. */
export interface DemoReader {
  /** The agent that has it; null while there is none. */
  agentId(): string | null;
  /**
   * Lays a made-up card on the reader of this name: a new one each time, one that somebody has, or the last new one again.
   * Tells whether the reader waited for one.
   */
  lay(reader: string, card: DemoCard): Promise<boolean>;
}

/** What lives as long as the server does. */
export interface Server {
  db: Db;
  clock: Clock;
  log: Logger;
  vault: Vault;
  sequencer: Sequencer;
  hub: Hub;
  limits: Limits;
  pins: PinHasher;
  presence: Presence;
  /** The agent's program, as it is given out; null where it was not built. */
  agentBundle: AgentBundle | null;
  /** The address that links carry, without a slash at the end. */
  publicUrl: string;
  rp: RelyingParty;
  /** The setup link's token, hashed, while no owner exists. */
  setupToken: Uint8Array | null;
  /** The trial mailbox's token, hashed; null once a real mail transport is set. */
  mailboxToken: Uint8Array | null;
  /** Null unless the server is a demo. */
  demo: Demo | null;
  /** The folder that belongs to this server: its secret, the operator's token. */
  dataDir: string;
  secretStore: SecretStore;
  /** Writes the whole database into a file, as it is at one moment. */
  writeBackup(file: string): Promise<{ rows: number }>;
  /** Woken when a mail waits. */
  mailer: { wake(): void; readonly transport: 'resend' | 'smtp' | 'mailbox' };
}

/** Where a call came from. */
export interface Origin {
  /** The client's address, as far as it can be trusted. */
  address: string;
  /** Whether the caller is on this machine and came without a proxy. */
  local: boolean;
  userAgent: string | null;
}

/** What every use case gets. */
export interface Ctx extends Server {
  actor: Actor;
  origin: Origin;
  /** The token in the activation cookie, where the browser sent one. */
  activationToken: string | null;
  /** Whether who calls still stands, where that can end: looked up anew. */
  stillStands?: () => Promise<boolean>;
  /** Given where nobody calls, and what is read goes to all of an audience: to ask for the actor is an error then. */
  audience?: Audience;
}

/** A context inside a transaction: `db` is the transaction's own handle. */
export interface TxCtx extends Ctx {
  /** Notes what happened; written with the change, as the transaction's last statement. */
  emit(workspaceId: string, event: NewEvent): void;
  /** Runs once the change is committed, and never otherwise. */
  afterCommit(effect: () => void): void;
}

/**
 * Runs `fn` in one transaction and writes the events that it emits as the last statement, so that what one
 * transaction saw of another comes after it in the log. No mail is sent and no PIN is hashed in here.
 */
export async function tx<T>(ctx: Ctx, fn: (ctx: TxCtx) => Promise<T>): Promise<T> {
  const told: (typeof eventOutbox.$inferInsert)[] = [];
  const effects: (() => void)[] = [];
  const result = await ctx.db.transaction(async (db) => {
    const emit = (workspaceId: string, event: NewEvent) => {
      told.push({ workspaceId, actor: actorName(ctx.actor), occurredAt: ctx.clock.now(), ...event });
    };
    const value = await fn({ ...ctx, db, emit, afterCommit: (effect) => void effects.push(effect) });
    // Awaited before COMMIT is sent: postgres.js repeats an insert whose prepared statement is gone, and would do so outside of it (decision 22).
    if (told.length > 0) await db.insert(eventOutbox).values(told);
    return value;
  });
  for (const workspaceId of new Set(told.map((event) => event.workspaceId))) ctx.sequencer.wake(workspaceId);
  for (const effect of effects) effect();
  return result;
}

/** The same server, called by the server itself. */
export const systemCtx = (server: Server, workspaceId: string): Ctx => ({
  ...server,
  actor: { type: 'system', workspaceId },
  origin: { address: 'local', local: true, userAgent: null },
  activationToken: null,
});

/** The same call, by the link's holder: an administrator who is signed in in the same browser has no part in it. */
export const holderCtx = (ctx: Ctx, workspaceId: string): Ctx => ({ ...ctx, actor: { type: 'holder', workspaceId } });
