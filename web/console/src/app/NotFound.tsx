import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Page } from '../components/Page.tsx';
import { useTexts } from '../texts/index.tsx';

/** Where an address leads nowhere. */
export function NotFound() {
  const { title, text, home } = useTexts().common.states.notFound;
  return (
    <Page title={title}>
      <p>{text}</p>
      <Anchor component={Link} to="/">
        {home}
      </Anchor>
    </Page>
  );
}
