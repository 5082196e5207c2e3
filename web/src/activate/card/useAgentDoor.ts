import { useEffect, useRef, useState } from 'preact/hooks';
import { change } from '../../shared/api.ts';
import { beginAgentDiscovery, type CardActivation, connectReaderAgent } from '../../shared/documents.ts';
import { askAgentDoor } from './door.ts';

/** Between two looks, when the person comes back to the page. */
const pause = 5_000;

/**
 * Finds the reader agent on this PC by itself while none is connected: at once, and when the person comes back to the page,
 * as they do after starting it. That it finds none is nothing to tell.
 * @returns whether it is looking
 */
export function useAgentDoor(activationId: string, wanted: boolean, onFound: (now: CardActivation) => void): boolean {
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
      const found = await discover(activationId, () => state.current.wanted);
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
  }, [activationId, wanted]);

  return looking;
}

async function discover(activationId: string, isWanted: () => boolean): Promise<CardActivation | null> {
  const begun = await change(beginAgentDiscovery, { input: { activationId } });
  const proof = begun.ok ? await askAgentDoor(begun.value.nonce) : null;
  if (!proof || !isWanted()) return null;
  const connected = await change(connectReaderAgent, { input: { activationId, by: { proof } } });
  return connected.ok ? connected.value.activation : null;
}
