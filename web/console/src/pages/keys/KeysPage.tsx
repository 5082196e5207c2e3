import { Button, Group, Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useAsk } from '../../api/queries.ts';
import { EmptyList } from '../../components/EmptyList.tsx';
import { FilterSelect } from '../../components/FilterSelect.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Page } from '../../components/Page.tsx';
import { Pager, pageArguments } from '../../components/Pager.tsx';
import { PersonPicker } from '../../components/PersonPicker.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { filtered, gone, oneOf, placeOf } from '../../components/searches.ts';
import { type KeyStatus, SecurityKeysDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { kinds } from '../users/usersSearch.ts';
import { KeyTable } from './KeyTable.tsx';

const pageSize = 50;
const statuses = ['PENDING', 'ACTIVE', 'SUSPENDED', 'LOST', 'REVOKED'] as const satisfies readonly KeyStatus[];

/** Every key of the organisation. */
export function KeysPage() {
  const { keys: texts, common } = useTexts();
  const search = useSearch({ from: '/keys' });
  const navigate = useNavigate({ from: '/keys' });
  const kind = oneOf(kinds, search.kind);
  const status = oneOf(statuses, search.status);
  const person = search.person;
  const filter = { search: search.q ?? null, kinds: kind ? [kind] : null, statuses: status ? [status] : null, userId: person ?? null };
  const keys = useAsk(SecurityKeysDocument, { filter, ...pageArguments(placeOf(search), pageSize) }, { topics: ['keys', 'users'], keep: true });
  const show = (change: Record<string, string | undefined>) => void navigate({ search: filtered(change), replace: true });
  const clear = () => void navigate({ search: {}, replace: true });
  const isFiltered = Boolean(search.q || kind || status || person);
  return (
    <Page title={texts.title} lead={texts.lead}>
      <Stack>
        <Group align="flex-end" gap="sm">
          <SearchField label={texts.search} placeholder={texts.searchHint} value={search.q ?? ''} onSearch={(q) => show({ q })} />
          <FilterSelect
            label={texts.filters.kind}
            any={texts.filters.any}
            values={kinds}
            said={common.keyKind}
            value={kind}
            onChoose={(one) => show({ kind: one })}
          />
          <FilterSelect
            label={texts.filters.status}
            any={texts.filters.any}
            values={statuses}
            said={common.keyStatus}
            value={status}
            onChoose={(one) => show({ status: one })}
          />
          <PersonPicker
            label={texts.filters.person}
            placeholder={texts.filters.any}
            value={person ?? null}
            onChoose={(one) => show({ person: one?.id })}
          />
          {isFiltered && (
            <Button variant="subtle" onClick={clear}>
              {texts.filters.clear}
            </Button>
          )}
        </Group>
        <Loaded query={keys} lines={10}>
          {({ securityKeys: { edges, pageInfo } }) =>
            edges.length === 0 ? (
              <EmptyList texts={texts.empty} isFiltered={isFiltered} clear={texts.filters.clear} onClear={clear} />
            ) : (
              <div>
                <KeyTable keys={edges.map(({ node }) => node)} dimmed={keys.isPlaceholderData} />
                <Pager info={pageInfo} onGo={(place) => void navigate({ search: gone(place) })} />
              </div>
            )
          }
        </Loaded>
      </Stack>
    </Page>
  );
}
