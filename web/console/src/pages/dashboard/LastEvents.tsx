import { Anchor, Group, Paper, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useAsk } from '../../api/queries.ts';
import { EventActor } from '../../components/EventActor.tsx';
import { EventSentence } from '../../components/EventSentence.tsx';
import { EventSubject } from '../../components/EventSubject.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { MomentText } from '../../components/MomentText.tsx';
import { LastEventsDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import classes from './Dashboard.module.css';

/** What happened last, the newest first. */
export function LastEvents() {
  const { last } = useTexts().dashboard;
  const events = useAsk(LastEventsDocument, {}, { topics: ['events'] });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="last-events">
      <Group justify="space-between" mb="md" gap="xs">
        <Title order={2} size="h3" id="last-events">
          {last.title}
        </Title>
        <Anchor component={Link} to="/activity" size="sm">
          {last.all}
        </Anchor>
      </Group>
      <Loaded query={events} lines={8}>
        {({ events: { edges } }) =>
          edges.length === 0 ? (
            <Text c="dimmed">{last.none}</Text>
          ) : (
            <ol className={classes.events}>
              {edges.map(({ node }) => (
                <li key={node.number}>
                  <div>
                    <EventSentence event={node} />
                    <div>
                      <EventSubject event={node} />
                    </div>
                  </div>
                  <Text size="sm" c="dimmed" ta="end" component="div">
                    <MomentText at={node.occurredAt} />
                    <div>
                      <EventActor event={node} />
                    </div>
                  </Text>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Paper>
  );
}
