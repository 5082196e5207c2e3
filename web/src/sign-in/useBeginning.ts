import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answer } from '../shared/api.ts';
import type { Failure } from '../shared/failure.ts';
import { begin } from './ceremony.ts';
import type { BegunSignIn } from './documents.ts';
import { interactionIn } from './nextPage.ts';

/** A challenge counts for five minutes, of which two are left to answer it. */
const keptFor = 3 * 60_000;

/** How the page begins a sign-in of whoever the device has a key of. */
export interface Beginning {
  /** The application that the person signs in to; null where it is this server itself, or not known yet. */
  application: string | null;
  begin(): Promise<Answer<BegunSignIn>>;
}

/** For an application a sign-in begins with the page, as it tells the application’s name. It is kept for the first press. */
export function useBeginning(onFailed: (failure: Failure) => void): Beginning {
  const [application, setApplication] = useState<string | null>(null);
  const kept = useRef<{ begun: Promise<Answer<BegunSignIn>>; at: number } | null>(null);
  useEffect(() => {
    if (!interactionIn(location.search)) return;
    kept.current = { begun: begin(null), at: Date.now() };
    void kept.current.begun.then((begun) => (begun.ok ? setApplication(begun.value.applicationName) : onFailed(begun.failure)));
  }, []);
  const take = () => {
    const first = kept.current;
    kept.current = null;
    return first && Date.now() - first.at < keptFor ? first.begun : begin(null);
  };
  return { application, begin: take };
}
