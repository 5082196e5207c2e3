import { useEffect, useRef, useState } from 'preact/hooks';
import { type Failure, failed } from '../../shared/api.ts';
import { type Activation, type CardActivation, cardActivationChanged } from '../../shared/documents.ts';
import { endsLink } from '../../shared/Failed.tsx';
import { follow } from '../../shared/live.ts';
import { isOpen, type TapJob } from '../../shared/tap.ts';
import { ended } from '../texts.ts';

interface Listeners {
  onDone: (activation: Activation) => void;
  onEnded: (failure: Failure) => void;
  /** The server ended the stream, and the page can't go on as it is. */
  onFailed: (failure: Failure) => void;
}

/** A card's activation as the server tells it, live. */
export interface LiveCard {
  /** Null until the first answer. */
  now: CardActivation | null;
  /** Whether the line to the server stands. */
  connected: boolean;
  /** The request for a tap that this page made, or found waiting. */
  tap: TapJob | null;
  /** Takes what a mutation answered. */
  take(now: CardActivation): void;
  takeTap(tap: TapJob): void;
  /** Forgets a request that has ended. */
  dropTap(): void;
  /** Follows anew, after the server ended the stream. */
  again(): void;
}

/** Follows the activation that is open in this browser, which has to be the page's own. */
export function useCardActivation({ id }: Activation, listeners: Listeners): LiveCard {
  const [now, setNow] = useState<CardActivation | null>(null);
  const [connected, setConnected] = useState(true);
  const [round, setRound] = useState(0);
  const [tapId, setTapId] = useState<string | null>(null);
  const current = useRef(listeners);
  current.current = listeners;

  const take = (next: CardActivation) => {
    const { onDone, onEnded, onFailed } = current.current;
    // In another tab the same browser has opened another link since.
    if (next.id !== id) return onFailed(failed('ACTIVATION_SESSION_ENDED', 'Another link was opened in this browser since.').failure);
    if (next.status === 'ACTIVATED') return onDone(next);
    if (next.status === 'EXPIRED' || next.status === 'CANCELLED') return onEnded(ended[next.status]);
    if (next.cardTap && isOpen(next.cardTap)) setTapId(next.cardTap.id);
    setNow(next);
  };

  useEffect(
    () =>
      follow(
        cardActivationChanged,
        {},
        {
          next: ({ activationChanged }) => take(activationChanged),
          failed: (failure) => (endsLink(failure) ? current.current.onEnded(failure) : current.current.onFailed(failure)),
          connected: setConnected,
        },
      ),
    [id, round],
  );

  return {
    now,
    connected,
    tap: now?.cardTap && now.cardTap.id === tapId ? now.cardTap : null,
    take,
    takeTap: (tap) => {
      setTapId(tap.id);
      // The stream may have told more of it already.
      setNow((now) => now && (now.cardTap?.id === tap.id && !isOpen(now.cardTap) ? now : { ...now, cardTap: tap }));
    },
    dropTap: () => setTapId(null),
    again: () => setRound((round) => round + 1),
  };
}
