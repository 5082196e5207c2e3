import { Button, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { ask } from '../../api/client.ts';
import { Failure } from '../../api/failure.ts';
import { failureText } from '../../components/failureText.ts';
import { Icon } from '../../components/Icon.tsx';
import { ActivityDocument, type ActivityQuery, type EventFieldsFragment, type EventFilter } from '../../gql/graphql.ts';
import { useReading } from '../../texts/index.tsx';
import { toCsv } from './csv.ts';

const pageSize = 200;

/** Saves all that the filters fit as a file, read from the API page by page. */
export function CsvButton({ filter }: { filter: EventFilter }) {
  const { texts, locale } = useReading();
  const { csv } = texts.activity;
  const [soFar, setSoFar] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const number = new Intl.NumberFormat(locale);

  const run = async () => {
    stop.current = new AbortController();
    const { signal } = stop.current;
    setSaid('');
    try {
      const rows = await readAll(filter, signal, setSoFar);
      save(`latchkey-activity-${new Date().toISOString().slice(0, 10)}.csv`, toCsv(rows));
      setSaid(csv.done(number.format(rows.length)));
    } catch (error) {
      if (!signal.aborted) setSaid(failureText(texts, error instanceof Failure ? error : new Failure('UNEXPECTED')));
    }
    setSoFar(null);
  };
  return (
    <>
      <Text size="sm" c="dimmed" role="status">
        {soFar === null ? said : csv.working(number.format(soFar))}
      </Text>
      {soFar === null ? (
        <Button variant="default" leftSection={<Icon name="download" />} onClick={run}>
          {csv.button}
        </Button>
      ) : (
        <Button variant="default" onClick={() => stop.current?.abort()}>
          {csv.stop}
        </Button>
      )}
    </>
  );
}

/** Every event that fits, newest first. New ones that come meanwhile are in front of the first page, so no row comes twice. */
async function readAll(filter: EventFilter, signal: AbortSignal, onProgress: (rows: number) => void): Promise<EventFieldsFragment[]> {
  const rows: EventFieldsFragment[] = [];
  let after: string | null = null;
  do {
    onProgress(rows.length);
    const { events }: ActivityQuery = await ask(ActivityDocument, { filter, first: pageSize, after }, signal);
    rows.push(...events.edges.map(({ node }) => node));
    after = events.pageInfo.hasNextPage ? (events.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return rows;
}

/** Gives the browser a file to save. */
function save(name: string, text: string): void {
  // With the mark, spreadsheets read it as UTF-8.
  const address = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
