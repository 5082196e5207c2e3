import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../shared/failure.ts';
import { follow } from '../../shared/live.ts';
import { isOpen, type TapJob } from '../../shared/tap.ts';
import { type SignIn, signInChanged } from '../documents.ts';

/** A sign-in as the server tells it, live. */
export interface LiveSignIn {
  /** Null until the first answer. */
  now: SignIn | null;
  /** Whether the line to the server stands. */
  connected: boolean;
  /** The request for a tap that this page made. */
  tap: TapJob | null;
  /** Takes what a mutation answered. */
  take(now: SignIn): void;
  /** Forgets a request that is not waited for any more. */
  dropTap(): void;
  /** Follows anew, by another agent. */
  again(): void;
}

/** Follows a sign-in until a card was tapped for it. */
export function useLiveSignIn(
  token: string,
  { onPinWanted, onFailed }: { onPinWanted: (now: SignIn) => void; onFailed: (failure: Failure) => void },
): LiveSignIn {
  const [now, setNow] = useState<SignIn | null>(null);
  const [connected, setConnected] = useState(true);
  const [round, setRound] = useState(0);
  const [tapId, setTapId] = useState<string | null>(null);
  const state = useRef({ onPinWanted, onFailed });
  state.current = { onPinWanted, onFailed };
  /** A tap of before, whose PIN was wrong too often: it leads to no PIN again. Undefined until the first answer. */
  const before = useRef<string | undefined>(undefined);

  const hear = (next: SignIn) => {
    const { status, cardTap } = next;
    before.current ??= cardTap && !isOpen(cardTap) ? cardTap.id : '';
    if (status === 'PIN_WANTED' && cardTap && cardTap.id !== before.current) return state.current.onPinWanted(next);
    if (cardTap && isOpen(cardTap)) setTapId(cardTap.id);
    setNow(next);
  };
  const take = (answer: SignIn) => {
    const { cardTap } = answer;
    if (cardTap && isOpen(cardTap)) setTapId(cardTap.id);
    // The stream may have told more of the same request already.
    setNow((now) => (now?.cardTap && now.cardTap.id === cardTap?.id ? { ...answer, cardTap: now.cardTap } : answer));
  };
  useEffect(
    () =>
      follow(
        signInChanged,
        { signInToken: token },
        { next: ({ signInChanged }) => hear(signInChanged), failed: (failure) => state.current.onFailed(failure), connected: setConnected },
      ),
    [token, round],
  );

  return {
    now,
    connected,
    tap: now?.cardTap && now.cardTap.id === tapId ? now.cardTap : null,
    take,
    dropTap: () => setTapId(null),
    again: () => setRound((round) => round + 1),
  };
}
