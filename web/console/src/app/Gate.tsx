import { Button, Center, Group, Loader } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect } from 'react';
import { keyOf, useAsk, useChange } from '../api/queries.ts';
import { FailurePanel } from '../components/FailurePanel.tsx';
import { PlainPage } from '../components/PlainPage.tsx';
import { BootDocument, SignOutDocument } from '../gql/graphql.ts';
import { useTexts } from '../texts/index.tsx';
import { Live } from './Live.tsx';
import { goToSignIn } from './toSignIn.ts';
import { type Viewer, ViewerContext } from './viewer.ts';

/** Lets administrators in. Everybody else gets a page that says how to go on. */
export function Gate({ children }: { children: ReactNode }) {
  const { common } = useTexts();
  const boot = useAsk(BootDocument, {}, { topics: [] });
  const queries = useQueryClient();
  const askAgain = useCallback(() => void queries.invalidateQueries({ queryKey: keyOf(BootDocument, {}) }), [queries]);

  if (boot.isPending) {
    return (
      <Center mih="100dvh">
        <Loader aria-label={common.loading} />
      </Center>
    );
  }
  if (boot.isError) return <PlainPage title={common.states.failed} body={<FailurePanel failure={boot.error} onRetry={boot.refetch} bare />} />;
  const { viewer, setupOpen } = boot.data;
  if (!viewer) return setupOpen ? <NotSetUp /> : <SignedOut />;
  if (viewer.__typename !== 'User' || !viewer.role) return <NoRole />;
  const { id, displayName, email, role } = viewer;
  const known: Viewer = { id, displayName, email, role };
  return (
    <ViewerContext value={known}>
      <Live role={role} onEnded={askAgain}>
        {children}
      </Live>
    </ViewerContext>
  );
}

function SignedOut() {
  const { common } = useTexts();
  useEffect(goToSignIn, []);
  return (
    <Center mih="100dvh">
      <Loader aria-label={common.loading} />
    </Center>
  );
}

function NotSetUp() {
  const { title, text, next } = useTexts().common.gate.notSetUp;
  return <PlainPage title={title} text={text} next={next} />;
}

function NoRole() {
  const { common, shell } = useTexts();
  const { title, text, next } = common.gate.noRole;
  const signOut = useChange(SignOutDocument);
  const leave = async () => {
    if ((await signOut.run({})).ok) location.assign('/sign-in');
  };
  return (
    <PlainPage
      title={title}
      text={text}
      next={next}
      body={
        <Group>
          <Button component="a" href="/my-keys">
            {shell.account.myKeys}
          </Button>
          <Button variant="default" onClick={leave} loading={signOut.busy}>
            {shell.account.signOut}
          </Button>
        </Group>
      }
    />
  );
}
