import { join, resolve } from 'node:path';
import type { Config } from './config.ts';
import { ensureSecretFile, readLines, writeSecretFile } from './lib/secretFile.ts';
import { newToken } from './lib/secrets.ts';
import type { SecretStore } from './modules/operator/rotateSecret.ts';

/** The server's secrets, the present one first, and where a new one goes. */
export interface ServerSecrets {
  secrets: readonly string[];
  /** Reads them again. */
  reload: () => Promise<readonly string[]>;
  store: SecretStore;
}

/** From the environment where it has them, else from the data folder, made there where there is none. */
export async function serverSecrets({ secrets, dataDir }: Config): Promise<ServerSecrets> {
  if (secrets) {
    const present = secrets[0] ?? '';
    // The operator has put the new one first and restarted: what is left to do is to wrap by it.
    return { secrets, reload: async () => secrets, store: { renew: async () => present, settle: async () => {} } };
  }
  const file = join(dataDir, 'secret');
  await ensureSecretFile(file);
  const store: SecretStore = {
    renew: async () => {
      const secret = newToken();
      await writeSecretFile(file, [secret, ...(await readLines(file))]);
      return secret;
    },
    settle: (secret) => writeSecretFile(file, [secret]),
  };
  return { secrets: await readLines(file), reload: () => readLines(file), store };
}

/** The secrets that are there already. @throws Error in one line where there is none */
export async function presentSecrets({ secrets, dataDir }: Config): Promise<readonly string[]> {
  const file = join(resolve(dataDir), 'secret');
  const present = secrets ?? (await readLines(file));
  if (present.length === 0)
    throw new Error(`There is no secret: set LATCHKEY_SECRET to the one that the backup was made with, or put it into ${file}.`);
  return present;
}

/** The operator's token: from the environment, or the data folder's `operator.token`. */
export const operatorToken = ({ operatorToken: given, dataDir }: Config): Promise<string> =>
  given ? Promise.resolve(given) : ensureSecretFile(join(dataDir, 'operator.token'));
