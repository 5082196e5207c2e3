import { Anchor, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyList } from '../../components/EmptyList.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { MomentText } from '../../components/MomentText.tsx';
import { Page } from '../../components/Page.tsx';
import { Pager, pageArguments } from '../../components/Pager.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { filtered, gone, oneOf, placeOf } from '../../components/searches.ts';
import { type GroupOrderField, GroupsDocument, type GroupsQuery } from '../../gql/graphql.ts';
import { useReading } from '../../texts/index.tsx';
import { GroupForm } from './GroupForm.tsx';
import { GroupKinds } from './GroupKinds.tsx';

type Row = GroupsQuery['groups']['edges'][number]['node'];

const pageSize = 50;
const orders = ['NAME', 'CREATED_AT'] as const satisfies readonly GroupOrderField[];

export function GroupsPage() {
  const { texts } = useReading();
  const { groups: said, users } = texts;
  const { may } = useRights();
  const search = useSearch({ from: '/groups' });
  const navigate = useNavigate({ from: '/groups' });
  const [making, setMaking] = useState(false);
  const order = oneOf(orders, search.order) ?? 'NAME';
  const groups = useAsk(
    GroupsDocument,
    { search: search.q ?? null, orderBy: { field: order, descending: order === 'CREATED_AT' }, ...pageArguments(placeOf(search), pageSize) },
    { topics: ['groups'], keep: true },
  );
  const show = (change: Record<string, string | undefined>) => void navigate({ search: filtered(change), replace: true });
  return (
    <Page
      title={said.title}
      lead={said.lead}
      actions={
        may('group.write') && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
            {said.create}
          </Button>
        )
      }
    >
      <Stack>
        <Group align="flex-end" gap="sm">
          <SearchField label={said.search} value={search.q ?? ''} onSearch={(q) => show({ q })} />
          <NativeSelect
            label={users.order.label}
            value={order}
            data={orders.map((value) => ({ value, label: said.order[value] }))}
            onChange={({ currentTarget }) => show({ order: currentTarget.value === 'NAME' ? undefined : currentTarget.value })}
          />
        </Group>
        <Loaded query={groups} lines={8}>
          {({ groups: { edges, pageInfo } }) =>
            edges.length === 0 ? (
              <EmptyList texts={said.empty} isFiltered={Boolean(search.q)} clear={said.empty.clear} onClear={() => show({ q: undefined })} />
            ) : (
              <div>
                <GroupTable rows={edges.map(({ node }) => node)} dimmed={groups.isPlaceholderData} />
                <Pager info={pageInfo} onGo={(place) => void navigate({ search: gone(place) })} />
              </div>
            )
          }
        </Loaded>
      </Stack>
      {making && <GroupForm group={null} onClose={() => setMaking(false)} onDone={(id) => void navigate({ to: `/groups/${id}` })} />}
    </Page>
  );
}

function GroupTable({ rows, dimmed }: { rows: readonly Row[]; dimmed: boolean }) {
  const { texts, locale } = useReading();
  const { columns, title } = texts.groups;
  const number = new Intl.NumberFormat(locale);
  const shown: Column<Row>[] = [
    {
      key: 'name',
      header: columns.name,
      cell: ({ id, name, description, allowedKeyKinds }) => (
        <>
          <Anchor inherit component={Link} to={`/groups/${id}`}>
            <bdi>{name}</bdi>
          </Anchor>
          {description && (
            <Text size="sm" c="dimmed" lineClamp={2} dir="auto">
              {description}
            </Text>
          )}
          <Text size="sm" component="div" hiddenFrom="sm">
            <GroupKinds kinds={allowedKeyKinds} />
          </Text>
        </>
      ),
    },
    { key: 'members', header: columns.members, cell: ({ memberCount }) => number.format(memberCount), narrow: true },
    { key: 'kinds', header: columns.kinds, cell: ({ allowedKeyKinds }) => <GroupKinds kinds={allowedKeyKinds} />, from: 'sm' },
    { key: 'created', header: columns.created, cell: ({ createdAt }) => <MomentText at={createdAt} />, from: 'lg', narrow: true },
  ];
  return <DataTable caption={title} columns={shown} rows={rows} dimmed={dimmed} />;
}
