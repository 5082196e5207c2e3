import { Button, Group, Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { LiveMark } from '../../components/LiveMark.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Notice } from '../../components/Notice.tsx';
import { Page } from '../../components/Page.tsx';
import { Pager, pageArguments } from '../../components/Pager.tsx';
import { filtered, gone, placeOf } from '../../components/searches.ts';
import { ActivityDocument, type ActivityQuery, type EventType } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { ActivityFilters } from './ActivityFilters.tsx';
import { ActivityTable } from './ActivityTable.tsx';
import { readFilter } from './activitySearch.ts';
import { CsvButton } from './CsvButton.tsx';
import { LogCheckButton } from './LogCheckButton.tsx';
import { Tail } from './Tail.tsx';

const pageSize = 50;

/** The log: what happened, the newest first, and what happens now. */
export function ActivityPage() {
  const { activity: texts, events: said, common } = useTexts();
  const { may } = useRights();
  const search = useSearch({ from: '/activity' });
  const navigate = useNavigate({ from: '/activity' });
  const types = Object.keys(said.types) as EventType[];
  const place = placeOf(search);
  const isFirstPage = !place.after && !place.before;
  const filter = readFilter(search, types);
  const log = useAsk(ActivityDocument, { filter, ...pageArguments(place, pageSize) }, { topics: ['events'], keep: true, enabled: may('event.read') });
  const [held, setHeld] = useState<ActivityQuery | null>(null);

  const show = (change: Record<string, string | undefined>) => {
    setHeld(null);
    void navigate({ search: filtered(change), replace: true });
  };
  const clear = () => {
    setHeld(null);
    void navigate({ search: {}, replace: true });
  };
  if (!may('event.read')) {
    return (
      <Page title={texts.title}>
        <Notice title={common.states.forbidden.title}>{common.states.forbidden.text}</Notice>
      </Page>
    );
  }
  return (
    <Page
      title={texts.title}
      lead={texts.lead}
      badge={isFirstPage && !held && <LiveMark at={log.dataUpdatedAt} />}
      actions={
        <>
          <LogCheckButton />
          <CsvButton filter={filter} />
        </>
      }
    >
      <Stack>
        <ActivityFilters search={search} types={types} onShow={show} onClear={clear} />
        {isFirstPage ? (
          <Tail log={log.data} held={held} onHold={setHeld} />
        ) : (
          <Group gap="sm">
            {texts.live.notHere}
            <Button size="xs" variant="default" onClick={() => show({})}>
              {texts.live.toFirst}
            </Button>
          </Group>
        )}
        <Loaded query={log} lines={12}>
          {(now) => {
            const { edges, pageInfo } = (held ?? now).events;
            if (edges.length === 0) return <EmptyState title={texts.empty.title} text={texts.empty.text} />;
            return (
              <div>
                <ActivityTable events={edges.map(({ node }) => node)} dimmed={log.isPlaceholderData && !held} />
                <Pager
                  info={pageInfo}
                  onGo={(to) => {
                    setHeld(null);
                    void navigate({ search: gone(to) });
                  }}
                />
              </div>
            );
          }}
        </Loaded>
      </Stack>
    </Page>
  );
}
