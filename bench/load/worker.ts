import { fork } from 'node:child_process';
import { once } from 'node:events';
import { inBench } from '../stage/paths.ts';

/** A program of the bench in a process of its own that does what it is told, one thing after the other. */
export interface Worker<Told, Done> extends AsyncDisposable {
  /** @throws Error what went wrong there */
  tell(order: Told): Promise<Done>;
}

export function startWorker<Told extends object, Done>(name: string, env: Record<string, string> = {}): Worker<Told, Done> {
  const child = fork(inBench('load', `${name}.ts`), { env: { ...process.env, NODE_ENV: 'production', ...env } });
  return {
    tell: async (order) => {
      child.send(order);
      const [answer] = (await once(child, 'message')) as [{ done: Done } | { error: string }];
      if ('error' in answer) throw new Error(answer.error);
      return answer.done;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}
