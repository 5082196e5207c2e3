import { Button, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Notice } from '../../../components/Notice.tsx';
import type { WizardFieldsFragment } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';

/** A wizard that was confirmed or discarded, maybe in another browser. */
export function WizardEnded({ wizard: { status, user } }: { wizard: WizardFieldsFragment }) {
  const { ended } = useTexts().wizard;
  return (
    <Stack align="flex-start">
      <Notice title={ended.title}>{status === 'CONFIRMED' ? ended.CONFIRMED : ended.DISCARDED}</Notice>
      {user ? (
        <Button component={Link} to={`/users/${user.id}`}>
          {ended.toPerson}
        </Button>
      ) : (
        <Button component={Link} to="/users">
          {ended.toUsers}
        </Button>
      )}
    </Stack>
  );
}
