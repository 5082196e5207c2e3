import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { newToken } from './secrets.ts';

/** The lines of a file; none where there is no file. */
export const readLines = (file: string): Promise<string[]> =>
  readFile(file, 'utf8').then(
    (text) => text.split('\n').filter(Boolean),
    (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : Promise.reject(error)),
  );

/** Writes a file that only its owner may read, whole or not at all, and sees it to the disk. */
export const writeSecretFile = (file: string, lines: readonly string[]): Promise<void> => putFinished(file, lines, (half) => rename(half, file));

/**
 * The one secret in a file, made where there is none. Of several processes that come at once one makes it, and all get it.
 * @throws Error in one line where the file is there and empty
 */
export async function ensureSecretFile(file: string): Promise<string> {
  const [known] = await readLines(file);
  if (known) return known;
  await putFinished(file, [newToken()], (half) =>
    // Unlike a rename, a link fails where somebody else was first.
    link(half, file).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    }),
  );
  const [secret] = await readLines(file);
  // It is not made anew here: what the lost one had sealed would be lost with it.
  if (!secret) throw new Error(`${file} is empty. Restore the secret that it held, or remove it for a new one.`);
  return secret;
}

/** Sees the names in a folder to the disk: without it, a power cut can take back a rename. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some file systems cannot, which is no failure.
    if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
  } finally {
    await handle.close();
  }
}

/** Writes the lines under a name of their own, to the disk, and then puts them in their place. */
async function putFinished(file: string, lines: readonly string[], put: (half: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const half = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(half, 'wx', 0o600);
    try {
      await handle.writeFile(`${lines.join('\n')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await put(half);
    await syncFolder(dirname(file));
  } finally {
    await rm(half, { force: true });
  }
}
