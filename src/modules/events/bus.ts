import type { LoggedEvent } from './catalogue.ts';

/** What nodes tell one another of a workspace: events that were numbered, and of what the log tells nothing that a session ended, or that there is news for an agent. */
export type BusMessage = { events: readonly LoggedEvent[] } | { endedSession: string } | { nudgedAgent: string };

/** Carries messages to every node that listens, this one among them; at most once, in any order: what the hub missed it reads from the log. */
export interface Bus {
  publish(workspaceId: string, message: BusMessage): void;
  /** Calls `receive` for each message of a workspace, until the returned function is called. */
  listen(workspaceId: string, receive: (message: BusMessage) => void): () => void;
  close(): Promise<void>;
}

/** Who listens to which workspace. */
export class Listeners {
  #receivers = new Map<string, Set<(message: BusMessage) => void>>();

  /** Notes one. @returns whether it is the first of its workspace */
  add(workspaceId: string, receive: (message: BusMessage) => void): boolean {
    const those = this.#receivers.get(workspaceId) ?? new Set();
    this.#receivers.set(workspaceId, those.add(receive));
    return those.size === 1;
  }

  /** Takes one out. @returns whether it was the last of its workspace */
  remove(workspaceId: string, receive: (message: BusMessage) => void): boolean {
    const those = this.#receivers.get(workspaceId);
    if (!those?.delete(receive) || those.size > 0) return false;
    return this.#receivers.delete(workspaceId);
  }

  tell(workspaceId: string, message: BusMessage): void {
    for (const receive of this.#receivers.get(workspaceId) ?? []) receive(message);
  }

  get workspaces(): string[] {
    return [...this.#receivers.keys()];
  }
}

/** The bus of one node. */
export function memoryBus(): Bus {
  const listeners = new Listeners();
  return {
    publish: (workspaceId, message) => listeners.tell(workspaceId, message),
    listen: (workspaceId, receive) => {
      listeners.add(workspaceId, receive);
      return () => void listeners.remove(workspaceId, receive);
    },
    close: async () => {},
  };
}
