import type { LoggedEvent } from './catalogue.ts';

/** Carries numbered events to the hub of every node, at most once: the hub reads what it missed from the log. */
export interface Bus {
  publish(workspaceId: string, batch: readonly LoggedEvent[]): void;
  /** Calls `receive` for each batch, until the returned function is called. */
  listen(receive: (workspaceId: string, batch: readonly LoggedEvent[]) => void): () => void;
}

/** The bus of one node. */
export function memoryBus(): Bus {
  const receivers = new Set<(workspaceId: string, batch: readonly LoggedEvent[]) => void>();
  return {
    publish: (workspaceId, batch) => {
      for (const receive of receivers) receive(workspaceId, batch);
    },
    listen: (receive) => {
      receivers.add(receive);
      return () => receivers.delete(receive);
    },
  };
}
