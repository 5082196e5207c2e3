import { Text } from '@mantine/core';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EventActor } from '../../components/EventActor.tsx';
import { EventSentence } from '../../components/EventSentence.tsx';
import { EventSubject } from '../../components/EventSubject.tsx';
import { MomentText } from '../../components/MomentText.tsx';
import type { EventFieldsFragment } from '../../gql/graphql.ts';
import { useReading } from '../../texts/index.tsx';

type Row = EventFieldsFragment & { id: string };

export function ActivityTable({ events, dimmed }: { events: readonly EventFieldsFragment[]; dimmed: boolean }) {
  const { texts, locale } = useReading();
  const { columns, title } = texts.activity;
  const number = new Intl.NumberFormat(locale);
  const shown: Column<Row>[] = [
    {
      key: 'number',
      header: columns.number,
      cell: (event) => (
        <Text span size="sm" c="dimmed">
          {number.format(event.number)}
        </Text>
      ),
      from: 'md',
      narrow: true,
    },
    { key: 'when', header: columns.when, cell: ({ occurredAt }) => <MomentText at={occurredAt} />, from: 'sm', narrow: true },
    {
      key: 'what',
      header: columns.what,
      cell: (event) => (
        <>
          <EventSentence event={event} />
          <Text size="sm" component="div" hiddenFrom="sm">
            <EventSubject event={event} />
            <Text c="dimmed" size="sm" component="div">
              <MomentText at={event.occurredAt} />
            </Text>
          </Text>
        </>
      ),
    },
    { key: 'concerns', header: columns.concerns, cell: (event) => <EventSubject event={event} />, from: 'sm' },
    { key: 'who', header: columns.who, cell: (event) => <EventActor event={event} /> },
  ];
  return <DataTable caption={title} columns={shown} rows={events.map((event) => ({ ...event, id: String(event.number) }))} dimmed={dimmed} />;
}
