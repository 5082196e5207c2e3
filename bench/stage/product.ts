import { mkdir } from 'node:fs/promises';
import { ApiClient } from '../../test/support/apiClient.ts';
import { runProgram } from '../../test/support/program.ts';
import { inBench } from './paths.ts';
import { type Served, served } from './programs.ts';
import { secret } from './secret.ts';

export const operatorToken = 'the-operator-of-a-bench-is-whoever-runs-it';

let servers = 0;

/** Starts the product as its users do, on a database of the bench's. */
export async function startProduct(env: Record<string, string>): Promise<Served> {
  servers += 1;
  const folder = inBench('tmp', `server-${servers}`);
  await mkdir(folder, { recursive: true });
  const program = runProgram('src/main.ts', ['--json'], {
    NODE_ENV: 'production',
    PORT: '0',
    DATA_DIR: folder,
    LATCHKEY_SECRET: secret,
    LATCHKEY_OPERATOR_TOKEN: operatorToken,
    ...env,
  });
  return served(program, await program.line(/^\{"address":/));
}

/** The operator, in a workspace. */
export const operatorOf = (address: string, workspaceId?: string): ApiClient =>
  new ApiClient(address, { bearer: operatorToken, headers: workspaceId ? { 'x-latchkey-workspace': workspaceId } : {} });
