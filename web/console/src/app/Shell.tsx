import { AppShell, Burger, Group, ScrollArea, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useCallback, useState } from 'react';
import mark from '../../mark.svg';
import { SignInAgain, useAsk } from '../api/queries.ts';
import { OrganisationDocument } from '../gql/graphql.ts';
import { useTexts } from '../texts/index.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { DemoBanner } from './DemoBanner.tsx';
import { LineBanner } from './LineBanner.tsx';
import { Navigation } from './Navigation.tsx';
import classes from './Shell.module.css';
import { SignInAgainDialog } from './SignInAgainDialog.tsx';

/** The frame around every page. */
export function Shell({ children }: { children: ReactNode }) {
  const { shell } = useTexts();
  const [opened, { toggle, close }] = useDisclosure();
  const [signInAgain, setSignInAgain] = useState(false);
  const askToSignIn = useCallback(() => setSignInAgain(true), []);
  const organisation = useAsk(OrganisationDocument, {}, { topics: ['workspace'] }).data?.workspace.name;
  return (
    <SignInAgain value={askToSignIn}>
      <a href="#content" className={classes.skip}>
        {shell.skip}
      </a>
      <AppShell header={{ height: 56 }} navbar={{ width: 264, breakpoint: 'md', collapsed: { mobile: !opened } }} padding={{ base: 'md', md: 'xl' }}>
        <AppShell.Header className={classes.header}>
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap" miw={0}>
              <Burger
                opened={opened}
                onClick={toggle}
                hiddenFrom="md"
                size="sm"
                aria-label={opened ? shell.closeNavigation : shell.openNavigation}
                aria-expanded={opened}
              />
              <Link to="/" className={classes.brand} onClick={close}>
                <img src={mark} alt="" />
                <span>{shell.product}</span>
              </Link>
              {organisation && (
                <Text component="bdi" c="dimmed" className={classes.organisation} visibleFrom="xs">
                  {organisation}
                </Text>
              )}
            </Group>
            <AccountMenu />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar className={classes.navbar} data-opened={opened || undefined} aria-label={shell.navigation}>
          <AppShell.Section grow component={ScrollArea} p="sm">
            <Navigation onGo={close} />
          </AppShell.Section>
        </AppShell.Navbar>
        <AppShell.Main id="content" className={classes.main} tabIndex={-1}>
          <DemoBanner />
          <LineBanner />
          {children}
        </AppShell.Main>
      </AppShell>
      <SignInAgainDialog opened={signInAgain} onClose={() => setSignInAgain(false)} />
    </SignInAgain>
  );
}
