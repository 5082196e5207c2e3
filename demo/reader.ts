import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { askRunning } from '../agent/run/localSocket.ts';
import { readPairing } from '../agent/state/pairing.ts';
import type { Latchkey } from '../src/compose.ts';
import type { Ctx, DemoCard, DemoReader } from '../src/modules/context.ts';
import { onlyWorkspace } from '../src/modules/identity/operator.ts';
import { findStandingAgent, revokeReaderAgent } from '../src/modules/readers/agents.ts';
import { createPairingCode } from '../src/modules/readers/pairing.ts';
import { findAgent } from '../src/modules/readers/readAgents.ts';

const program = fileURLToPath(new URL('../agent/main.ts', import.meta.url));
const tether = new URL('../scripts/run/tether.mjs', import.meta.url).href;
/** How long a card waits for the agent to wait for it. */
const patience = 4_000;
const stopWithin = 3_000;

/** The demo's reader: the real agent, in a process of its own, with a simulated reader. */
export class DemoAgent implements DemoReader {
  readonly #folder: string;
  readonly #takenCard: string;
  #lastNew: string | null = null;
  #agentId: string | null = null;
  #child: ChildProcess | null = null;
  #stopping = false;

  constructor(folder: string, takenCard: string) {
    this.#folder = join(folder, 'agent');
    this.#takenCard = takenCard;
  }

  agentId = (): string | null => this.#agentId;

  async lay(reader: string, card: DemoCard): Promise<boolean> {
    const uid = this.#uidOf(card);
    const cards = [{ uid, technology: 'NTAG', fido2Applet: false }];
    // The request may not have come to the agent yet.
    for (const end = Date.now() + patience; Date.now() < end; await delay(50)) {
      const { waited } = await askRunning<{ waited: boolean }>(this.#folder, { command: 'tap', reader, cards }).catch(() => ({ waited: false }));
      if (!waited) continue;
      if (card === 'NEW') this.#lastNew = uid;
      return true;
    }
    return false;
  }

  #uidOf(card: DemoCard): string {
    if (card === 'NEW') return `04${randomBytes(6).toString('hex')}`;
    return card === 'LAST' ? (this.#lastNew ?? this.#takenCard) : this.#takenCard;
  }

  /** Pairs the agent where it is not, and starts it; resolves once the server knows its reader. */
  async start({ address, server }: Latchkey, say: (line: string) => void): Promise<void> {
    const workspaceId = await onlyWorkspace(server);
    const origin = { address: 'demo', local: true, userAgent: null };
    const ctx: Ctx = { ...server, actor: { type: 'operator', workspaceId }, origin, activationToken: null };
    this.#agentId = await this.#paired(ctx, workspaceId, address);
    const child = this.#spawn(['run', '--simulated', '--no-pcsc', '--no-local', '--json']);
    this.#child = child;
    child.once('exit', () => {
      if (!this.#stopping) say('The demo’s reader agent ended: start the demo again to tap cards.');
    });
    await said(child, '"event":"readers"');
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), stopWithin);
    await exited;
    clearTimeout(force);
  }

  /** The agent that is paired with this address already, or a new one in its place. */
  async #paired(ctx: Ctx, workspaceId: string, address: string): Promise<string> {
    const before = readPairing(this.#folder);
    if (before && before.server === address && (await findStandingAgent(ctx.db, workspaceId, before.agentId))) return before.agentId;
    if (before && (await findAgent(ctx.db, workspaceId, before.agentId))) await revokeReaderAgent(ctx, before.agentId);
    const { code } = await createPairingCode(ctx, 'Front desk');
    const child = this.#spawn(['pair', '--server', address, '--code', code, '--force', '--json']);
    return JSON.parse(await said(child, '"agentId"')).agentId;
  }

  #spawn(words: string[]): ChildProcess {
    return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', tether, program, ...words], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, LATCHKEY_AGENT_DIR: this.#folder },
      // The channel ends it where this process is killed.
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
  }
}

/** The first line of a program's that holds a text. @throws Error where it ends without one */
const said = (child: ChildProcess, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const lines = child.stdout && createInterface({ input: child.stdout });
    lines?.on('line', (line) => line.includes(text) && resolve(line));
    child.once('error', reject);
    child.once('close', () => reject(new Error('The demo’s reader agent did not start.')));
  });
