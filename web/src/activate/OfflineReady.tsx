import { useEffect } from 'preact/hooks';
import { keepOfflinePage } from '../offline/install.ts';
import { Copyable } from '../shared/Copyable.tsx';
import { isPhone } from '../shared/device.ts';
import { done } from './texts.ts';

/** What a phone needs that can sign its person in without a network: the page for it, which this one has it keep. */
export function OfflineReady() {
  const here = isPhone();
  useEffect(() => {
    if (here) void keepOfflinePage();
  }, []);
  return (
    <>
      <p>{done.offlineReady}</p>
      {here ? (
        <p>
          <a href="/offline">{done.offlinePage}</a>
        </p>
      ) : (
        <p>
          {done.offlineOnPhone} <Copyable text={`${location.origin}/offline`} />
        </p>
      )}
    </>
  );
}
