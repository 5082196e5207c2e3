import { setTimeout as delay } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { type Config, ConfigError, type MailConfig } from './config.ts';
import { writeBackup } from './db/backup/write.ts';
import { type Connection, connect } from './db/client.ts';
import { startEmbedded } from './db/embedded.ts';
import { migrate } from './db/migrate.ts';
import { inviteConfiguredOwner } from './firstOwner.ts';
import { readAgentBundle } from './http/downloads.ts';
import { listen } from './http/server.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import { loggable } from './lib/loggable.ts';
import { newToken, sha256, tokenFrom } from './lib/secrets.ts';
import type { DemoReader, Server } from './modules/context.ts';
import { setupIsOpen } from './modules/enrolment/owners.ts';
import { natsBus } from './modules/events/brokers/nats.ts';
import { redisBus } from './modules/events/brokers/redis.ts';
import { type Bus, memoryBus } from './modules/events/bus.ts';
import { Hub } from './modules/events/hub.ts';
import { Sequencer } from './modules/events/sequencer.ts';
import { PinHasher } from './modules/keys/pinHash.ts';
import { makeDue } from './modules/mail/deliveries.ts';
import { keptTransport } from './modules/mail/transports/kept.ts';
import { resendTransport } from './modules/mail/transports/resend.ts';
import { smtpTransport } from './modules/mail/transports/smtp.ts';
import type { Transport } from './modules/mail/transports/transport.ts';
import { Mailer } from './modules/mail/worker.ts';
import { Limits } from './modules/policy/limits.ts';
import { Presence } from './modules/readers/presence.ts';
import { Vault } from './modules/vault.ts';
import { fixedRpIds } from './modules/workspace/workspaces.ts';
import { operatorToken, serverSecrets } from './secrets.ts';
import { startSweeper } from './sweeper.ts';
import { startTracing } from './tracing.ts';

/** systemd and Docker wait for 90 and 10 seconds before they kill. */
const stopWithin = 10_000;

/** A Latchkey that runs, and what its operator is told of it. */
export interface Latchkey {
  address: string;
  database: string;
  mail: Transport['name'];
  /** The trial mailbox's link, while no transport is set. A secret. */
  mailboxLink: string | null;
  /** The setup link, while no owner exists. A secret. */
  setupLink: string | null;
  /** The link that signs in a demo's visitor, where this is one. A secret. */
  demoLink: string | null;
  server: Server;
  mailer: Mailer;
  /** Stops accepting, sends subscribers away to come back, finishes what runs, closes the database. */
  stop(): Promise<void>;
}

/** What can be given instead of the machine's own. */
interface Parts {
  clock?: Clock;
  /** Told in one line what takes long or went wrong with the embedded database. */
  say?: (line: string) => void;
  log?: Logger;
  /** A database in parts, where an address cannot name it. */
  connection?: Connection;
  /** Makes it a demo. */
  demo?: DemoReader;
}

/** Ends what was started, and is told how many milliseconds it has. */
type Undo = (within: number) => Promise<unknown>;

/**
 * Composes a server of its parts and starts it.
 * @throws ConfigError for what the operator has to change; Error in one line for what the machine refuses
 */
export async function compose(
  config: Config,
  { clock = systemClock, say = () => {}, log: lines = newLog(config), connection: given, demo: reader }: Parts = {},
): Promise<Latchkey> {
  const log = lines.child({}, { serializers: { err: loggable } });
  // What was started is stopped again in reverse, however far it got.
  const undo: Undo[] = [];
  const stop = async () => {
    const deadline = Date.now() + stopWithin;
    // Each gets half of the time that is left, so that none can use up the others'.
    for (const end of undo.splice(0).reverse()) await atMost((deadline - Date.now()) / 2, end, log);
  };
  try {
    if (config.tracing) undo.push(await startTracing(config.tracing));
    const { connection, database } = given ? { connection: given, database: 'PostgreSQL' } : await openDatabase(config, undo, say);
    await migrate(connection);
    const { db, sql } = connect(connection, { isTraced: config.tracing !== null });
    undo.push((within) => sql.end({ timeout: within / 1_000 }));

    const { secrets, reload, store } = await serverSecrets(config);
    const vault = new Vault(secrets, reload);
    await vault.check(db);
    await vault.complete(db, clock.now());

    const http = await listen(config.host, config.port);
    undo.push(() => http.close());
    const publicUrl = config.publicUrl ?? `http://localhost:${http.port}`;
    const rp = { id: config.rpId ?? new URL(publicUrl).hostname, name: 'Latchkey', origins: [publicUrl] };
    requireSameRpId(await fixedRpIds(db), rp.id);

    const bus = busOf(config, log);
    undo.push(() => bus.close());
    const sequencer = new Sequencer({ db, clock, vault, bus, log });
    const hub = new Hub({ db, bus, log });
    const presence = new Presence();
    const bundle = await readAgentBundle();
    const mailer = new Mailer(mailTransport(config.mail, publicUrl));
    const operator = await operatorToken(config);
    // Of several nodes any may be asked, so each takes the links that one has printed.
    const linkToken = (name: string) => (config.busUrl === null ? newToken() : tokenFrom(operator, name));
    const setupToken = (await setupIsOpen(db)) ? linkToken('setup') : null;
    const mailboxToken = mailer.transport === 'mailbox' ? linkToken('mailbox') : null;
    const demoToken = newToken();
    const server: Server = {
      db,
      clock,
      log,
      vault,
      sequencer,
      hub,
      limits: new Limits(),
      pins: new PinHasher(),
      presence,
      agentBundle: bundle?.told ?? null,
      publicUrl,
      rp,
      setupToken: setupToken === null ? null : sha256(setupToken),
      mailboxToken: mailboxToken === null ? null : sha256(mailboxToken),
      demo: reader ? { token: sha256(demoToken), reader } : null,
      dataDir: config.dataDir,
      secretStore: store,
      writeBackup: (file) => writeBackup(sql, file),
      mailer,
    };
    undo.push(() => sequencer.idle());
    undo.push(() => presence.idle());
    if (config.owner) await inviteConfiguredOwner(server, sql, config.owner);
    await sequencer.wakeAll();
    // Nobody else can have the embedded database.
    if (!given && config.databaseUrl === null) await makeDue(server);
    mailer.start(server);
    undo.push((within) => mailer.stop(within));
    undo.push(startSweeper(server));
    const settings = {
      operatorToken: sha256(operator),
      secure: publicUrl.startsWith('https:'),
      trustedProxyHops: config.trustedProxyHops,
      metricsToken: config.metricsToken === null ? null : sha256(config.metricsToken),
      isTraced: config.tracing !== null,
    };
    const running = http.serve(server, settings, bundle);
    undo.push(running.drain);
    const link = (path: string, token: string | null) => (token === null ? null : `${publicUrl}/${path}#${token}`);
    return {
      address: publicUrl,
      database,
      mail: mailer.transport,
      mailboxLink: link('mailbox', mailboxToken),
      setupLink: config.owner ? null : link('setup', setupToken),
      demoLink: link('demo', reader ? demoToken : null),
      server,
      mailer,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for an end, no longer than it has. One that fails or is late keeps nobody from ending. */
async function atMost(within: number, end: Undo, log: Logger): Promise<void> {
  const over = new AbortController();
  const ended = end(within).catch((error) => log.warn({ err: error }, 'something did not stop in order'));
  await Promise.race([ended, delay(within, undefined, { signal: over.signal }).catch(() => {})]);
  over.abort();
}

const newLog = ({ logLevel }: Config): Logger => pino({ level: logLevel, base: null }, pino.destination(2));

/** The database that the settings ask for; what was started for it is added to `undo`. */
export async function openDatabase(
  { databaseUrl, dataDir }: Config,
  undo: Undo[],
  say: (line: string) => void,
): Promise<{ connection: Connection; database: string }> {
  if (databaseUrl) return { connection: databaseUrl, database: `PostgreSQL at ${new URL(databaseUrl).host || 'its socket'}` };
  const embedded = await startEmbedded(dataDir, { log: say });
  undo.push(embedded.stop);
  return { connection: embedded.connection, database: `PostgreSQL in ${embedded.place}` };
}

/** What carries news between nodes, or between the parts of one. */
function busOf({ busUrl }: Config, log: Logger): Bus {
  if (busUrl === null) return memoryBus();
  return busUrl.startsWith('nats:') ? natsBus(busUrl, log) : redisBus(busUrl, log);
}

function mailTransport(mail: MailConfig, publicUrl: string): Transport {
  if (mail.transport === 'resend') return resendTransport(mail);
  return mail.transport === 'smtp' ? smtpTransport({ ...mail, publicUrl }) : keptTransport();
}

function requireSameRpId(fixed: readonly string[], rpId: string): void {
  const other = fixed.find((id) => id !== rpId);
  if (other === undefined) return;
  throw new ConfigError(`Keys are registered for the domain ${other}, and would not work at ${rpId}: set PUBLIC_URL and RP_ID back to ${other}.`);
}
