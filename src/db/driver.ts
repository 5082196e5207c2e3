/**
 * Whether an uncaught error is postgres.js writing to a connection that was lost a moment before (its nextWrite runs in a
 * setImmediate that nobody can catch). The statement itself is refused as it should be, so the server can go on.
 */
export function isWriteToLostConnection(error: unknown): boolean {
  return error instanceof TypeError && error.message.includes("reading 'write'") && /nextWrite .*postgres/.test(error.stack ?? '');
}
