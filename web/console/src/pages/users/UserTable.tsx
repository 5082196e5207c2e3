import { Text } from '@mantine/core';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { MomentText } from '../../components/MomentText.tsx';
import { PersonName } from '../../components/PersonName.tsx';
import { SortHeader } from '../../components/SortHeader.tsx';
import { UserStatusBadge } from '../../components/StatusBadge.tsx';
import type { UserOrderField, UsersQuery } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { KeyKinds } from './KeyKinds.tsx';

type Person = UsersQuery['users']['edges'][number]['node'];

interface Props {
  people: readonly Person[];
  order: UserOrderField;
  down: boolean;
  dimmed: boolean;
  onOrder: (field: UserOrderField) => void;
}

const namedGroups = 2;

export function UserTable({ people, order, down, dimmed, onOrder }: Props) {
  const { users: texts, common } = useTexts();
  const { columns } = texts;
  const sortable = (field: UserOrderField, label: string) => {
    const sorted = order === field ? (down ? 'descending' : 'ascending') : undefined;
    return { header: <SortHeader label={label} sorted={sorted} onSort={() => onOrder(field)} />, sorted } as const;
  };
  const shown: Column<Person>[] = [
    {
      key: 'name',
      ...sortable('NAME', columns.name),
      cell: (person) => (
        <>
          <PersonName person={person} />
          {person.role && (
            <Text size="xs" c="dimmed">
              {common.role[person.role]}
            </Text>
          )}
          <Text size="sm" c="dimmed" component="bdi" display="block" hiddenFrom="md">
            {person.email}
          </Text>
        </>
      ),
    },
    { key: 'email', ...sortable('EMAIL', columns.email), cell: ({ email }) => <bdi>{email}</bdi>, from: 'md', min: '14rem' },
    { key: 'status', header: columns.status, cell: ({ status }) => <UserStatusBadge status={status} />, narrow: true },
    { key: 'keys', header: columns.keys, cell: ({ securityKeys }) => <KeyKinds securityKeys={securityKeys ?? []} />, from: 'sm', narrow: true },
    { key: 'groups', header: columns.groups, cell: ({ groups }) => <Groups names={(groups ?? []).map(({ name }) => name)} />, from: 'lg' },
    { key: 'department', header: columns.department, cell: ({ department }) => department && <bdi>{department}</bdi>, from: 'xl' },
    { key: 'created', ...sortable('CREATED_AT', columns.created), cell: ({ createdAt }) => <MomentText at={createdAt} />, from: 'lg', narrow: true },
  ];
  return <DataTable caption={texts.title} columns={shown} rows={people} dimmed={dimmed} />;
}

/** The first groups by name, and how many more. */
function Groups({ names }: { names: readonly string[] }) {
  const { more } = useTexts().users;
  const rest = names.length - namedGroups;
  return (
    <Text size="sm" title={names.join(', ')}>
      <bdi>{names.slice(0, namedGroups).join(', ')}</bdi>
      {rest > 0 && ` ${more(rest)}`}
    </Text>
  );
}
