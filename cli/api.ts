import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A failure that the operator can act on, in one line. */
export class CommandError extends Error {}

/** Where the running server is, and who asks. */
export interface Operator {
  address: string;
  token: string;
  workspaceId: string | null;
}

const dataDir = () => process.env.DATA_DIR || 'data';

/** The operator of the server on this machine: its token is in the environment or in the data folder. @throws CommandError */
export async function thisOperator({ server, workspace }: { server?: string | undefined; workspace?: string | undefined }): Promise<Operator> {
  const file = join(dataDir(), 'operator.token');
  const token = process.env.LATCHKEY_OPERATOR_TOKEN || (await readFile(file, 'utf8').catch(() => '')).trim();
  if (!token)
    throw new CommandError(
      `There is no operator token: ${file} cannot be read. Run this where the server runs, set DATA_DIR, or set LATCHKEY_OPERATOR_TOKEN.`,
    );
  const address = server ?? `http://127.0.0.1:${process.env.PORT || 4000}`;
  return { address, token, workspaceId: workspace ?? null };
}

/** A file in the server's data folder. */
export const inDataDir = (name: string): string => join(dataDir(), name);

interface Failure {
  message: string;
}

/** Sends a document to the server. @throws CommandError with the server's words */
export async function ask<T>({ address, token, workspaceId }: Operator, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...(workspaceId ? { 'x-latchkey-workspace': workspaceId } : {}),
    },
    body: JSON.stringify({ query, variables }),
  }).catch(() => {
    throw new CommandError(`No server answers at ${address}. Start it by npm start, or name its address by --server or PORT.`);
  });
  const text = await response.text();
  const { data, errors }: { data?: T; errors?: Failure[] } = text.startsWith('{') ? JSON.parse(text) : { errors: [{ message: text.trim() }] };
  if (errors?.[0]) throw new CommandError(errors.map((error) => error.message).join('\n'));
  return data as T;
}

/** Calls one mutation. @throws CommandError with the server's words, a line for each problem */
export async function mutate<T>(operator: Operator, name: string, input: Record<string, unknown> | null, selection: string): Promise<T> {
  const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  const [declared, given] = input === null ? ['', ''] : [`($input: ${type}Input!)`, '(input: $input)'];
  const document = `mutation${declared} { ${name}${given} { ... on ${type}Payload { ${selection} } ... on Error { code message } ... on ValidationError { issues { path message } } } }`;
  const data = await ask<Record<string, T & { code?: string; message?: string; issues?: { path: string[]; message: string }[] }>>(
    operator,
    document,
    input === null ? {} : { input },
  );
  const result = data[name] as T & { code?: string; message?: string; issues?: { path: string[]; message: string }[] };
  if (result.code !== undefined) {
    throw new CommandError(result.issues?.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n') || String(result.message));
  }
  return result;
}
