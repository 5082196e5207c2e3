import { Stack } from '@mantine/core';
import { useRights } from '../../app/viewer.ts';
import { Page } from '../../components/Page.tsx';
import { useTexts } from '../../texts/index.tsx';
import { About } from './About.tsx';
import { Organisation } from './Organisation.tsx';
import { Sessions } from './Sessions.tsx';
import { Tokens } from './Tokens.tsx';

export function SettingsPage() {
  const { may } = useRights();
  return (
    <Page title={useTexts().settings.title}>
      <Stack gap="lg">
        <Organisation />
        {may('token.read') && <Tokens />}
        {may('session.read') && <Sessions />}
        <About />
      </Stack>
    </Page>
  );
}
