import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Failed } from './Failed.tsx';
import { Failure } from './failure.ts';
import { Loading } from './Step.tsx';

interface LazyProps<Props extends object> {
  load: () => Promise<ComponentType<Props>>;
  props: Props;
}

/** A part of a page that is loaded once it is needed. */
export function Lazy<Props extends object>({ load, props }: LazyProps<Props>) {
  const [loaded, setLoaded] = useState<{ Part: ComponentType<Props> } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const get = async () => {
    setFailure(null);
    try {
      setLoaded({ Part: await load() });
    } catch {
      setFailure(new Failure('NETWORK'));
    }
  };
  useEffect(() => void get(), []);
  if (failure) return <Failed failure={failure} onRetry={get} />;
  return loaded ? <loaded.Part {...props} /> : <Loading />;
}
