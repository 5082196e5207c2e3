import { Grid, Stack } from '@mantine/core';
import { useRights } from '../../../app/viewer.ts';
import type { PersonQuery } from '../../../gql/graphql.ts';
import { ActivitySection } from './ActivitySection.tsx';
import { DetailsSection } from './DetailsSection.tsx';
import { EnrolmentsSection } from './EnrolmentsSection.tsx';
import { GroupsSection } from './GroupsSection.tsx';
import { KeysSection } from './KeysSection.tsx';
import { RoleSection } from './RoleSection.tsx';

export type Person = NonNullable<PersonQuery['user']>;

/** What changes often beside what seldom does. */
export function PersonSections({ person }: { person: Person }) {
  const { may } = useRights();
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 8 }}>
        <Stack gap="lg">
          <KeysSection person={person} />
          <EnrolmentsSection person={person} />
          {may('event.read') && <ActivitySection userId={person.id} />}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 4 }}>
        <Stack gap="lg">
          <DetailsSection person={person} />
          <GroupsSection person={person} />
          <RoleSection person={person} />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}
