import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A new secret: 32 random bytes, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** The lines of a file; none where there is no file. */
export const readLines = (file: string): Promise<string[]> =>
  readFile(file, 'utf8').then(
    (text) => text.split('\n').filter(Boolean),
    (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : Promise.reject(error)),
  );

/** Writes a file that only its owner may read, whole or not at all, and sees it to the disk. */
export async function writeSecretFile(file: string, lines: readonly string[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const half = `${file}.${process.pid}.tmp`;
  const handle = await open(half, 'w', 0o600);
  try {
    await handle.writeFile(`${lines.join('\n')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(half, file);
}

/** The one secret in a file, made where there is none. */
export async function ensureSecretFile(file: string): Promise<string> {
  const [known] = await readLines(file);
  if (known) return known;
  const secret = newSecret();
  await writeSecretFile(file, [secret]);
  return secret;
}
