import { Text } from '@mantine/core';
import { useState } from 'react';
import { useAsk } from '../../../api/queries.ts';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { EventActor } from '../../../components/EventActor.tsx';
import { EventSentence } from '../../../components/EventSentence.tsx';
import { Loaded } from '../../../components/Loaded.tsx';
import { MomentText } from '../../../components/MomentText.tsx';
import { Pager, type Place, pageArguments } from '../../../components/Pager.tsx';
import { Section } from '../../../components/Section.tsx';
import { type EventFieldsFragment, PersonEventsDocument } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';

const pageSize = 10;

/** What happened that concerns the person, newest first; live. */
export function ActivitySection({ userId }: { userId: string }) {
  const { activity: texts } = useTexts().user;
  const [place, setPlace] = useState<Place>({});
  const query = useAsk(PersonEventsDocument, { id: userId, ...pageArguments(place, pageSize) }, { topics: ['events'], userId, keep: true });
  const columns: Column<EventFieldsFragment & { id: string }>[] = [
    { key: 'what', header: texts.what, cell: (event) => <EventSentence event={event} /> },
    { key: 'key', header: texts.key, cell: ({ securityKey }) => securityKey && <bdi>{securityKey.name}</bdi>, from: 'lg' },
    { key: 'who', header: texts.who, cell: (event) => <EventActor event={event} />, from: 'sm' },
    { key: 'when', header: texts.when, cell: ({ occurredAt }) => <MomentText at={occurredAt} />, narrow: true },
  ];
  return (
    <Section title={texts.title}>
      <Loaded query={query} lines={4}>
        {({ user }) => {
          const edges = user?.events?.edges ?? [];
          if (edges.length === 0) return <Text c="dimmed">{texts.none}</Text>;
          const rows = edges.map(({ node }) => ({ ...node, id: node.cursor }));
          return (
            <>
              <DataTable caption={texts.title} columns={columns} rows={rows} dimmed={query.isPlaceholderData} />
              {user?.events && <Pager info={user.events.pageInfo} onGo={setPlace} />}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}
