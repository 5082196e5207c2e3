import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CardKind, VirtualCard } from './virtualCard.ts';
import { waitFor } from './waitFor.ts';

const room = fileURLToPath(new URL('pcscdRoom.ts', import.meta.url));
const driver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const addOn = fileURLToPath(new URL('../../agent/node_modules/smartcard/build/Release/smartcard_napi.node', import.meta.url));
const port = 35_963;

/** The command that brings what this machine lacks for these tests; null where it lacks nothing. In CI, that is a failure. */
export function missingForPcsc(): string | null {
  const packages = [
    ['pcscd', '/usr/sbin/pcscd'],
    ['vsmartcard-vpcd', driver],
    ['iproute2', '/usr/sbin/ip'],
  ].flatMap(([name = '', file = '']) => (existsSync(file) ? [] : [name]));
  const commands = [
    ...(packages.length > 0 ? [`sudo apt install ${packages.join(' ')}`] : []),
    ...(existsSync(addOn) ? [] : ['sudo apt install build-essential python3 libpcsclite-dev && npm ci --prefix agent']),
  ];
  if (commands.length === 0) return null;
  if (process.env.CI) throw new Error(`The tests of PC/SC need: ${commands.join(' && ')}`);
  return commands.join(' && ');
}

/** A PC/SC service of a test's own, with one virtual reader of two slots. */
export interface Pcscd {
  /** The environment by which programs find it. */
  env: Record<string, string>;
  /** What pcscd calls the slots. */
  readers: [string, string];
  /** Lays a card into a slot. */
  insert(card: CardKind, slot?: 0 | 1): VirtualCard;
  /** Takes all readers away, by ending the service: vpcd cannot be unplugged by itself. */
  unplug(): void;
  stop(): Promise<void>;
}

/**
 * Starts pcscd where nobody else sees it: its socket lies at a fixed path, so it gets a mount namespace in which that path
 * is a folder of the test's, and vpcd listens on every address, so it gets a network namespace without any.
 */
export async function startPcscd(): Promise<Pcscd> {
  const folder = await mkdtemp(join(tmpdir(), 'lkpc-'));
  await mkdir(join(folder, 'conf'));
  await writeFile(join(folder, 'conf', 'vpcd'), `FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:${port}\nLIBPATH ${driver}\nCHANNELID ${port}\n`);
  const script = 'ip link set lo up && mount -t tmpfs none /run && mkdir /run/pcscd && mount --bind "$1" /run/pcscd && exec "$2" "$3" "$1" "$4"';
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const child = spawn('unshare', [...asRoot, '--mount', '--net', 'sh', '-ec', script, 'sh', folder, process.execPath, room, String(port)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text;
    });
  }
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitFor(() => {
      if (child.exitCode !== null) throw new Error(`pcscd did not start: ${said}`);
      return existsSync(join(folder, 'pcscd.comm')) && existsSync(join(folder, 'slot1'));
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    env: { PCSCLITE_CSOCK_NAME: join(folder, 'pcscd.comm') },
    readers: ['Virtual PCD 00 00', 'Virtual PCD 00 01'],
    insert: (card, slot = 0) => new VirtualCard(join(folder, `slot${slot}`), card),
    unplug: () => process.kill(Number(/pcscd (\d+)/.exec(said)?.[1]), 'SIGTERM'),
    stop,
  };
}
