import { useEffect, useState } from 'preact/hooks';
import { type Failure, failed } from '../shared/api.ts';
import { Failed } from '../shared/Failed.tsx';
import { Loading } from '../shared/Step.tsx';
import type { CardSetup, CardSetupProps } from './card/CardSetup.tsx';

/** The part for cards, which phones and hardware keys need not load. */
export function LazyCardSetup(props: CardSetupProps) {
  const [loaded, setLoaded] = useState<{ Part: typeof CardSetup } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = async () => {
    setFailure(null);
    try {
      setLoaded({ Part: (await import('./card/CardSetup.tsx')).CardSetup });
    } catch {
      setFailure(failed('NETWORK').failure);
    }
  };
  useEffect(() => void load(), []);
  if (failure) return <Failed failure={failure} onRetry={load} />;
  return loaded ? <loaded.Part {...props} /> : <Loading />;
}
