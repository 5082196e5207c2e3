import { Button, CloseButton, Group, Paper, Text, Title } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import { FirstThingsDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { NewUserButton } from '../users/NewUserButton.tsx';
import classes from './Dashboard.module.css';

/** An empty console says what to do first, until it is done or hidden in this browser. */
export function FirstThings() {
  const { first } = useTexts().dashboard;
  const { may } = useRights();
  const [hidden, hide] = useLocalStorage({ key: 'latchkey:first-things-hidden', defaultValue: false, getInitialValueInEffect: false });
  const mayDoThem = may('group.write') && may('reader.manage');
  const wanted = mayDoThem && !hidden;
  const done = useAsk(FirstThingsDocument, {}, { topics: ['groups', 'users', 'readers'], enabled: wanted }).data;
  if (!wanted || !done) return null;
  const [groups, people, readers] = [done.groups.edges.length > 0, done.users.edges.length > 1, done.readerAgents.edges.length > 0];
  if (groups && people && readers) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="first-things">
      <Group justify="space-between" mb="sm" wrap="nowrap">
        <Title order={2} size="h3" id="first-things">
          {first.title}
        </Title>
        <CloseButton aria-label={first.hide} title={first.hide} onClick={() => hide(true)} />
      </Group>
      <ol className={classes.first}>
        <Thing {...first.groups} done={groups}>
          <Button component={Link} to="/groups" variant="default">
            {first.groups.button}
          </Button>
        </Thing>
        <Thing {...first.person} done={people}>
          <NewUserButton />
        </Thing>
        <Thing {...first.reader} done={readers}>
          <Button component={Link} to="/readers" variant="default">
            {first.reader.button}
          </Button>
        </Thing>
      </ol>
    </Paper>
  );
}

function Thing({ title, text, done, children }: { title: string; text: string; done: boolean; children: ReactNode }) {
  const { first } = useTexts().dashboard;
  return (
    <li>
      <Group gap="xs">
        <Text fw={600}>{title}</Text>
        <StatusBadge tone={done ? 'good' : 'waiting'}>{done ? first.done : first.toDo}</StatusBadge>
      </Group>
      <Text c="dimmed" size="sm" mt={2}>
        {text}
      </Text>
      {!done && <div className={classes.do}>{children}</div>}
    </li>
  );
}
