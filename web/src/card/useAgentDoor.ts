import { useEffect, useRef, useState } from 'preact/hooks';
import type { AgentAccess } from './agentAccess.ts';
import { askAgentDoor } from './door.ts';

/** Between two looks, when the person comes back to the page. */
const pause = 5_000;

/**
 * Finds the reader agent on this PC by itself while none is connected: at once, and when the person comes back to the page,
 * as they do after starting it. That it finds none is nothing to tell.
 * @returns whether it is looking
 */
export function useAgentDoor<Now>(access: AgentAccess<Now>, wanted: boolean, onFound: (now: Now) => void): boolean {
  const [looking, setLooking] = useState(false);
  const state = useRef({ wanted, onFound });
  state.current = { wanted, onFound };

  useEffect(() => {
    if (!wanted) return;
    let busy = false;
    let last = Number.NEGATIVE_INFINITY;
    const look = async () => {
      if (busy || performance.now() - last < pause) return;
      busy = true;
      setLooking(true);
      const found = await discover(access, () => state.current.wanted);
      // Another way may have led to an agent meanwhile.
      if (found && state.current.wanted) state.current.onFound(found);
      setLooking(false);
      busy = false;
      last = performance.now();
    };
    void look();
    const again = () => void look();
    addEventListener('focus', again);
    return () => removeEventListener('focus', again);
  }, [access, wanted]);

  return looking;
}

/** Connects the agent on this PC, where it answers and is still wanted. */
export async function discover<Now>(access: AgentAccess<Now>, isWanted: () => boolean): Promise<Now | null> {
  const begun = await access.beginDiscovery();
  const proof = begun.ok ? await askAgentDoor(begun.value.nonce) : null;
  if (!proof || !isWanted()) return null;
  const connected = await access.connect({ proof });
  return connected.ok ? connected.value : null;
}
