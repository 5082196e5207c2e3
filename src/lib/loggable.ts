/** The code of an error of the database or the system, also where Drizzle wrapped it. */
export function databaseCode(error: unknown): string | null {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  if (typeof cause?.code === 'string') return cause.code;
  return typeof code === 'string' ? code : null;
}

/**
 * An error for the log. Drizzle’s message repeats the statement’s parameters, which may be secrets and are long: the log
 * gets what PostgreSQL says, and where.
 */
export function loggable(error: unknown): { name: string; message: string; code: string | null; stack: string } {
  const { name = 'Error', message = String(error), stack = '', cause } = (error ?? {}) as Error & { cause?: Error };
  const isQuery = message.startsWith('Failed query');
  return {
    name,
    message: isQuery ? `Failed query: ${cause?.message ?? ''}` : message,
    code: databaseCode(error),
    stack: stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
  };
}
