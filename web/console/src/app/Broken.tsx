import { Button } from '@mantine/core';
import { Page } from '../components/Page.tsx';
import { useTexts } from '../texts/index.tsx';

/** Where a page met an error of its own, or could not be loaded because a newer version was put in its place. */
export function Broken() {
  const { title, text, reload } = useTexts().common.states.broken;
  return (
    <Page title={title}>
      <p>{text}</p>
      <Button onClick={() => location.reload()}>{reload}</Button>
    </Page>
  );
}
