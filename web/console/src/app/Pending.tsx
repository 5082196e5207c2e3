import { Loader } from '@mantine/core';
import { Page } from '../components/Page.tsx';
import { useTexts } from '../texts/index.tsx';

/** A page that is long in coming: the network is slow, or not there. */
export function Pending() {
  const { loading, states } = useTexts().common;
  if (navigator.onLine) return <Loader aria-label={loading} />;
  return (
    <Page title={states.offline.title}>
      <p>{states.offline.text}</p>
    </Page>
  );
}
