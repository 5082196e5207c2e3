import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { Db } from '../../src/db/handle.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { newId } from '../../src/lib/ids.ts';
import { type Ctx, type Server, systemCtx, tx } from '../../src/modules/context.ts';
import { type Bus, memoryBus } from '../../src/modules/events/bus.ts';
import { Hub } from '../../src/modules/events/hub.ts';
import { Sequencer } from '../../src/modules/events/sequencer.ts';
import { PinHasher } from '../../src/modules/keys/pinHash.ts';
import type { Actor } from '../../src/modules/policy/actor.ts';
import { Limits } from '../../src/modules/policy/limits.ts';
import { Presence } from '../../src/modules/readers/presence.ts';
import { Vault } from '../../src/modules/vault.ts';
import { insertWorkspace, type Workspace } from '../../src/modules/workspace/workspaces.ts';

/** What makeServer() takes instead of its own; `secret` is shared by the nodes of one installation. */
export type ServerParts = Partial<Omit<Server, 'db' | 'vault'>> & { bus?: Bus; secret?: string };

/** The rules' server on a real database, composed of the real parts, as main.ts does it. */
export function makeServer(db: Db, { bus = memoryBus(), secret = newSecret(), ...given }: ServerParts = {}): Server {
  const clock = given.clock ?? systemClock;
  const log = given.log ?? pino({ level: 'silent' });
  const vault = new Vault([secret]);
  return {
    db,
    clock,
    log,
    vault,
    sequencer: given.sequencer ?? new Sequencer({ db, clock, vault, bus, log }),
    hub: given.hub ?? new Hub({ db, bus, log }),
    limits: given.limits ?? new Limits(),
    pins: given.pins ?? new PinHasher(),
    presence: given.presence ?? new Presence(),
    agentBundle: given.agentBundle ?? null,
    publicUrl: given.publicUrl ?? 'http://localhost:4000',
    rp: given.rp ?? { id: 'localhost', name: 'Latchkey', origins: ['http://localhost:4000'] },
    setupToken: given.setupToken ?? null,
    mailboxToken: given.mailboxToken ?? null,
    demo: given.demo ?? null,
    dataDir: given.dataDir ?? '/nonexistent',
    secretStore: given.secretStore ?? { renew: async () => newSecret(), settle: async () => {} },
    writeBackup: given.writeBackup ?? (async () => ({ rows: 0 })),
    mailer: given.mailer ?? { wake: () => {}, transport: 'mailbox' },
  };
}

/** A server's secret. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** A call by somebody. */
export const callBy = (server: Server, actor: Actor): Ctx => ({
  ...server,
  actor,
  origin: { address: '127.0.0.1', local: true, userAgent: null },
  activationToken: null,
});

/** A new workspace, and the server's own calls in it. Its log begins with `workspace.created`. */
export async function newWorkspace(server: Server, name = 'Example'): Promise<{ workspace: Workspace; system: Ctx }> {
  const workspace = await tx(callBy(server, { type: 'operator' }), (ctx) => insertWorkspace(ctx, name));
  await server.sequencer.idle();
  return { workspace, system: systemCtx(server, workspace.id) };
}

/** Somebody who signed in just now; the ids are their own unless given. */
export function signedIn(
  server: Server,
  workspaceId: string,
  given: Partial<Extract<Actor, { type: 'user' }>> = {},
): Extract<Actor, { type: 'user' }> {
  const now = server.clock.now();
  return {
    type: 'user',
    workspaceId,
    userId: newId('user'),
    sessionId: newId('session'),
    role: 'OWNER',
    signedInAt: now,
    expiresAt: new Date(now.getTime() + 12 * 3_600_000),
    ...given,
  };
}
