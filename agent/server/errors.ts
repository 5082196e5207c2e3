/** The server could not be asked: no network, no server, or one that is busy. Ask again later. */
export class Unreachable extends Error {}

/** The server says no, and why. */
export class ServerRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Whether the server does not take this agent's token. */
export const isTokenRefused = (error: unknown): boolean => error instanceof ServerRefused && error.code === 'AGENT_TOKEN_INVALID';
