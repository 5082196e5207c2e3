import { type RunningProgram, runProgram } from '../../test/support/program.ts';

/** A server in a process of its own. */
export interface Served extends AsyncDisposable {
  /** What it has printed on standard error. */
  said(): string;
  /** Where it listens, without a slash at the end. */
  address: string;
  /** What it calls itself: an agent's token says for whom it is. */
  publicUrl: string;
}

/** Starts a peer: a program that prints `{"address":…}` once it answers. */
export async function startPeer(name: string, env: Record<string, string>): Promise<Served> {
  const program = runProgram(`bench/peers/${name}.ts`, [], { NODE_ENV: 'production', ...env });
  return served(program, await program.line(/^\{"address":/));
}

/** What a program said of itself when it was ready. */
export function served(program: RunningProgram, line: string): Served {
  // A server that fails on the way says why, or nobody would know.
  void program.exit.then(({ code }) => code && console.error(program.err()));
  const { address } = JSON.parse(line) as { address: string };
  return {
    said: program.err,
    publicUrl: address,
    address: address.replace('//localhost', '//127.0.0.1'),
    [Symbol.asyncDispose]: () => end(program),
  };
}

/** Ends a program in order, and waits for it. */
async function end(program: RunningProgram): Promise<void> {
  program.kill('SIGTERM');
  await program.exit;
}
