import { readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { inBench } from '../stage/paths.ts';

/** What the numbers were seen on, a line each. */
export async function machine(postgres: string): Promise<string[]> {
  const { dependencies } = JSON.parse(await readFile(inBench('package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const peers = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
  const [load = 0] = loadavg();
  return [
    `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${(totalmem() / 1_024 ** 3).toFixed(0)} GB, ${type()} ${release()} ${arch()}`,
    `Node ${process.versions.node}, PostgreSQL ${postgres}`,
    `load average at the start: ${load.toFixed(1)}`,
    `peers: ${peers.join(', ')}`,
  ];
}
