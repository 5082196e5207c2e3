import { Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useAsk } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { Page } from '../../components/Page.tsx';
import { Pager, pageArguments } from '../../components/Pager.tsx';
import { UserCountDocument, UsersDocument } from '../../gql/graphql.ts';
import { useReading } from '../../texts/index.tsx';
import { NewUserButton } from './NewUserButton.tsx';
import { OpenWizards } from './OpenWizards.tsx';
import { UserFilters } from './UserFilters.tsx';
import { UsersEmpty } from './UsersEmpty.tsx';
import { UserTable } from './UserTable.tsx';
import type { UsersSearch } from './usersSearch.ts';

const pageSize = 50;

/** S1: the people of the organisation. */
export function UsersPage() {
  const { texts, locale } = useReading();
  const { may } = useRights();
  const search = useSearch({ from: '/users' });
  const navigate = useNavigate({ from: '/users' });
  const { q, status, group, kind, order = 'NAME', down = false } = search;
  const filter = { search: q ?? null, statuses: status ? [status] : null, groupId: group ?? null, keyKind: kind ?? null };
  const people = useAsk(
    UsersDocument,
    { filter, orderBy: { field: order, descending: down }, ...pageArguments(search, pageSize) },
    { topics: ['users', 'groups', 'keys'], keep: true },
  );
  const count = useAsk(UserCountDocument, { filter }, { topics: ['users', 'keys'], keep: true }).data?.users.totalCount;

  // Another filter or order begins at its first page.
  const show = (change: UsersSearch) => void navigate({ search: ({ after: _, before: __, ...rest }) => ({ ...rest, ...change }), replace: true });
  const clear = () => void navigate({ search: {}, replace: true });
  const isFiltered = Boolean(q || status || group || kind);
  return (
    <Page
      title={texts.users.title}
      lead={count === undefined ? null : texts.users.count(count, new Intl.NumberFormat(locale).format(count))}
      actions={may('wizard.use') && <NewUserButton />}
    >
      <Stack>
        {may('wizard.use') && <OpenWizards />}
        <UserFilters search={search} onShow={show} onClear={clear} />
        <Loaded query={people} lines={10}>
          {({ users: { edges, pageInfo } }) =>
            edges.length === 0 ? (
              <UsersEmpty isFiltered={isFiltered} onClear={clear} />
            ) : (
              <div>
                <UserTable
                  people={edges.map(({ node }) => node)}
                  order={order}
                  down={down}
                  dimmed={people.isPlaceholderData}
                  onOrder={(field) => show({ order: field, down: field === order ? !down : false })}
                />
                <Pager info={pageInfo} onGo={(place) => void navigate({ search: ({ after: _, before: __, ...rest }) => ({ ...rest, ...place }) })} />
              </div>
            )
          }
        </Loaded>
      </Stack>
    </Page>
  );
}
