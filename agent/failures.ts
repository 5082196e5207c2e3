/** What the program's exit codes mean; `--help` prints them. */
export const exitCodes = {
  FAILED: 1,
  WRONG_USAGE: 2,
  NOT_RUNNING: 3,
  NOT_PAIRED: 4,
  SHUT_OUT: 5,
  RUNNING_ALREADY: 6,
  REFUSED: 7,
} as const;

/** A failure that the person at this PC can act on: its message is one for people, its code the program's exit code. */
export class AgentError extends Error {
  readonly exitCode: number;
  constructor(message: string, code: keyof typeof exitCodes = 'FAILED') {
    super(message);
    this.exitCode = exitCodes[code];
  }
}

/** The server does not take this agent's key any more. */
export const shutOut = (): AgentError =>
  new AgentError('This agent was shut out by the server. Ask an administrator for a new pairing code, and pair again.', 'SHUT_OUT');

/** The words of whatever was thrown. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
