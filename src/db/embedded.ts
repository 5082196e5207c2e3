import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DiskFull, explainDisk, isFull, saysFull } from '../lib/disk.ts';
import { ensureSecretFile } from '../lib/secretFile.ts';
import { openPool } from './client.ts';
import { ensureCluster, type Programs, reasonIn, spawnOptions, stopLeftBehind } from './embedded/cluster.ts';
import { lockFolder } from './embedded/lock.ts';
import { choosePlace, refuseTheirs, sharedNative } from './embedded/place.ts';
import { copyNative, findNative, linkLibraries } from './embedded/platform.ts';

/** A PostgreSQL that this process started and stops. */
export interface EmbeddedDatabase {
  connection: { host: string; port: number; username: string; password: string; database: string };
  /** Where the data lie and as whom it runs, for the ready line. */
  place: string;
  /** Stops it in order and gives the data folder back. */
  stop(): Promise<void>;
}

const version = '18.4.0-beta.17';
const readyWithin = 60_000;
/** Terse: else a log that nobody reads would say whose email was taken. */
const defaults = { max_connections: '100', log_error_verbosity: 'terse' };
/** Between two tries to start a server that ended by itself. */
const longestWait = 5_000;
// sockaddr_un holds 108 bytes on Linux and 104 on macOS, with the name that PostgreSQL appends.
const longestSocketFolder = 80;

/**
 * Starts a real PostgreSQL in a data folder. A server that a killed process left behind is taken over.
 * @throws Error in one line: the folder is in use and by whom, or why it cannot run and that DATABASE_URL is the way
 */
export async function startEmbedded(
  dataDir: string,
  { log = () => {}, settings = {} }: { log?: (line: string) => void; settings?: Record<string, string> } = {},
): Promise<EmbeddedDatabase> {
  const folder = resolve(dataDir);
  let where = folder;
  let unlock = async () => {};
  try {
    await makeFolder(folder);
    await refuseTheirs(folder);
    unlock = await lockFolder(folder);
    const native = findNative();
    const password = await ensureSecretFile(join(folder, 'postgres.password'));
    const { home, user } = await choosePlace(folder, password);
    where = home;
    const programs: Programs = { bin: join(user ? await copyNative(native, sharedNative(version)) : native, 'bin'), user };
    if (!user) await linkLibraries(native);
    const data = await ensureCluster(programs, home, password);
    if (await stopLeftBehind(programs, home, data)) log('A database server that was left behind was taken over.');
    const address =
      process.platform === 'win32' || home.length > longestSocketFolder ? { host: '127.0.0.1', port: await freePort() } : { host: home, port: 5432 };
    const connection = { ...address, username: 'latchkey', password, database: 'postgres' };
    const start: Start = { programs, home, data, settings: { ...listenSettings(address), ...settings }, logFile: join(folder, 'postgres.log') };
    const server = new Postmaster(start, connection, log);
    await server.start();
    return {
      connection,
      place: user ? `${home}, running as ${user.name}` : home,
      stop: async () => {
        await server.stop();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw explainDisk(error, where);
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    // Of a read-only disk Node says no more than that the folder is missing: made one by one, they say why.
    await makeFolder(dirname(folder));
    await mkdir(folder, { mode: 0o700 });
  }
}

const listenSettings = ({ host, port }: { host: string; port: number }): Record<string, string> =>
  host === '127.0.0.1'
    ? { listen_addresses: host, port: String(port), unix_socket_directories: '' }
    : { listen_addresses: '', port: String(port), unix_socket_directories: host, unix_socket_permissions: '0700' };

/** What a server is started with. */
interface Start {
  programs: Programs;
  home: string;
  data: string;
  settings: Record<string, string>;
  /** In the data folder, not the home: there, whom the home belongs to could put a link for root to write through. */
  logFile: string;
}

/** The server process: started, watched, started again when it dies, stopped. */
class Postmaster {
  #with: Start;
  #connection: EmbeddedDatabase['connection'];
  #log: (line: string) => void;
  #child: ChildProcess | null = null;
  #stopping = new AbortController();
  #reviving: Promise<void> = Promise.resolve();

  constructor(start: Start, connection: EmbeddedDatabase['connection'], log: (line: string) => void) {
    this.#with = start;
    this.#connection = connection;
    this.#log = log;
  }

  async start(): Promise<void> {
    const { programs, home, data, settings, logFile } = this.#with;
    const args = ['-D', data, ...Object.entries({ ...defaults, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
    const output = await open(logFile, 'w', 0o600);
    // A process group of its own: Ctrl-C in the terminal is for Latchkey, which then stops it in order.
    const child = spawn(join(programs.bin, 'postgres'), args, {
      ...spawnOptions(programs, home),
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
    await output.close();
    this.#child = child;
    let gone = false;
    void exited.then(() => {
      gone = true;
    });
    for (const end = Date.now() + readyWithin; ; await delay(25)) {
      if (await answers(this.#connection)) break;
      if (gone || this.#stopping.signal.aborted || Date.now() > end) {
        // A server that is too slow must not go on without us.
        child.kill('SIGKILL');
        await exited;
        const said = await readFile(logFile, 'utf8').catch(() => '');
        // A full disk may have no room for the complaint either.
        if (saysFull(said) || (await isFull(home))) throw new DiskFull(home);
        const reason = reasonIn(said) || 'it said nothing';
        throw new Error(`The embedded database did not start: ${reason}. Set DATABASE_URL to use a PostgreSQL of your own.`);
      }
    }
    void exited.then(() => {
      if (!this.#stopping.signal.aborted) this.#reviving = this.#revive();
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#reviving;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    // SIGINT is PostgreSQL's fast shutdown: what runs is rolled back, what was acknowledged is on disk.
    child.kill('SIGINT');
    await exited;
  }

  /** Tries until it starts. What keeps it from that, such as a full disk, is said once; it may end at any time. */
  async #revive(): Promise<void> {
    const { signal } = this.#stopping;
    this.#log('The database server ended by itself; it is started again.');
    let said = '';
    for (let wait = 250; !signal.aborted; wait = Math.min(wait * 2, longestWait)) {
      try {
        await this.start();
        if (said) this.#log('The database server runs again.');
        return;
      } catch (error) {
        const { message } = explainDisk(error, this.#with.home) as Error;
        if (message !== said && !signal.aborted) this.#log(message);
        said = message;
        await delay(wait, undefined, { signal }).catch(() => {});
      }
    }
  }
}

async function answers(connection: EmbeddedDatabase['connection']): Promise<boolean> {
  const sql = openPool(connection, { max: 1, connect_timeout: 5 });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
