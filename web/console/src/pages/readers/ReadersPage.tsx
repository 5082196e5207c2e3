import { Button, Group, Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { EmptyList } from '../../components/EmptyList.tsx';
import { FilterSelect } from '../../components/FilterSelect.tsx';
import { Icon } from '../../components/Icon.tsx';
import { LiveMark } from '../../components/LiveMark.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Page } from '../../components/Page.tsx';
import { Pager, pageArguments } from '../../components/Pager.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { filtered, gone, oneOf, placeOf } from '../../components/searches.ts';
import { ReaderAgentsDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { AgentCard } from './AgentCard.tsx';
import { PairDialog } from './PairDialog.tsx';

const pageSize = 20;
const shown = ['online', 'offline', 'revoked'] as const;
const filters = { online: { online: true, revoked: false }, offline: { online: false, revoked: false }, revoked: { revoked: true } };

/** The PCs with a card reader, as they come and go. */
export function ReadersPage() {
  const { readers: texts } = useTexts();
  const { may } = useRights();
  const search = useSearch({ from: '/readers' });
  const navigate = useNavigate({ from: '/readers' });
  const [pairing, setPairing] = useState(false);
  const chosen = oneOf(shown, search.show);
  const filter = { search: search.q ?? null, ...(chosen ? filters[chosen] : { revoked: false }) };
  const agents = useAsk(ReaderAgentsDocument, { filter, ...pageArguments(placeOf(search), pageSize) }, { topics: ['readers'], keep: true });
  const show = (change: Record<string, string | undefined>) => void navigate({ search: filtered(change), replace: true });
  const clear = () => void navigate({ search: {}, replace: true });
  return (
    <Page
      title={texts.title}
      lead={texts.lead}
      badge={<LiveMark at={agents.dataUpdatedAt} />}
      actions={
        may('reader.manage') && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setPairing(true)}>
            {texts.pair}
          </Button>
        )
      }
    >
      <Stack>
        <Group align="flex-end" gap="sm">
          <SearchField label={texts.filters.search} value={search.q ?? ''} onSearch={(q) => show({ q })} />
          <FilterSelect
            label={texts.filters.show}
            any={texts.filters.standing}
            values={shown}
            said={texts.filters}
            value={chosen}
            onChoose={(one) => show({ show: one })}
          />
        </Group>
        <Loaded query={agents}>
          {({ readerAgents: { edges, pageInfo } }) =>
            edges.length === 0 ? (
              <EmptyList texts={texts.empty} isFiltered={Boolean(search.q || chosen)} clear={texts.filters.clear} onClear={clear} />
            ) : (
              <div>
                <Stack>
                  {edges.map(({ node }) => (
                    <AgentCard key={node.id} agent={node} />
                  ))}
                </Stack>
                <Pager info={pageInfo} onGo={(place) => void navigate({ search: gone(place) })} />
              </div>
            )
          }
        </Loaded>
      </Stack>
      {pairing && <PairDialog onClose={() => setPairing(false)} />}
    </Page>
  );
}
