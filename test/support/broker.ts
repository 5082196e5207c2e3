import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../demo/freePorts.ts';
import { waitFor } from './waitFor.ts';

const programs = {
  nats: { path: ['/usr/sbin/nats-server', '/usr/bin/nats-server'], package: 'nats-server' },
  redis: { path: ['/usr/bin/redis-server'], package: 'redis-server' },
} as const;

/** Who the nodes are to a NATS of the tests. */
export const natsUser = { user: 'latchkey', pass: 'of the tests alone' } as const;

/** A real NATS or Redis, which can be stopped without a word and started again at the same address. */
export class Broker {
  readonly kind: keyof typeof programs;
  readonly url: string;
  readonly #port: number;
  readonly #folder: string;
  #child: ChildProcess | null = null;

  private constructor(kind: keyof typeof programs, port: number, folder: string) {
    this.kind = kind;
    this.#port = port;
    this.#folder = folder;
    this.url = `${kind}://${kind === 'nats' ? `${natsUser.user}:${encodeURIComponent(natsUser.pass)}@` : ''}127.0.0.1:${port}`;
  }

  static async make(kind: keyof typeof programs): Promise<Broker> {
    const port = await freePort();
    const broker = new Broker(kind, port, await mkdtemp(join(tmpdir(), 'latchkey-broker-')));
    await broker.start();
    return broker;
  }

  /** Starts it, and resolves once it takes connections. */
  async start(): Promise<void> {
    const program = programs[this.kind];
    const path = program.path.find(existsSync);
    if (!path) throw new Error(`${program.package} is missing: install it by apt-get install ${program.package}`);
    const args =
      this.kind === 'nats'
        ? ['--addr', '127.0.0.1', '--port', String(this.#port), '--user', natsUser.user, '--pass', natsUser.pass]
        : ['--bind', '127.0.0.1', '--port', String(this.#port), '--save', '', '--dir', this.#folder];
    this.#child = spawn(path, args, { stdio: 'ignore' });
    await waitFor(
      () =>
        new Promise<boolean>((resolve) => {
          const socket = connect(this.#port, '127.0.0.1', () => {
            socket.destroy();
            resolve(true);
          }).once('error', () => resolve(false));
        }),
    );
  }

  /** Kills it. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async end(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
