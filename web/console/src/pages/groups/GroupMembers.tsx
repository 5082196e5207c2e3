import { Box, Button, Stack, Text, Title } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { failureText } from '../../components/failureText.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { Notice } from '../../components/Notice.tsx';
import { Pager, pageArguments } from '../../components/Pager.tsx';
import { PersonName } from '../../components/PersonName.tsx';
import { PersonPicker } from '../../components/PersonPicker.tsx';
import { UserStatusBadge } from '../../components/StatusBadge.tsx';
import { gone, placeOf } from '../../components/searches.ts';
import { type GroupFieldsFragment, GroupMembersDocument, type GroupMembersQuery } from '../../gql/graphql.ts';
import { useReading, useTexts } from '../../texts/index.tsx';
import { useMembership } from './useMembership.ts';

type Member = NonNullable<GroupMembersQuery['group']>['members']['edges'][number]['node'];

const pageSize = 50;

/** Who is in a group; more people can be put in, and those who are can be taken out. */
export function GroupMembers({ group }: { group: GroupFieldsFragment }) {
  const { texts, locale } = useReading();
  const { members: said } = texts.groups;
  const { may } = useRights();
  const search = useSearch({ from: '/groups/$groupId' });
  const navigate = useNavigate({ from: '/groups/$groupId' });
  const membership = useMembership(group.id);
  // A new picker after each person, so that the next one can be typed.
  const [round, setRound] = useState(0);
  const members = useAsk(
    GroupMembersDocument,
    { id: group.id, ...pageArguments(placeOf(search), pageSize) },
    { topics: ['groups', 'users'], keep: true },
  );
  const mayChange = may('user.update');
  return (
    <Stack component="section" aria-labelledby="members">
      <Title order={2} id="members">
        {said.title}
        <Text span c="dimmed" ms="sm" size="md" fw={400}>
          {said.count(group.memberCount, new Intl.NumberFormat(locale).format(group.memberCount))}
        </Text>
      </Title>
      {mayChange && (
        <div style={{ maxWidth: '26rem' }}>
          <PersonPicker
            key={round}
            label={said.add}
            placeholder={said.addHint}
            value={null}
            disabled={membership.busy}
            onChoose={async (person) => {
              if (!person) return;
              await membership.set(person, true);
              setRound((before) => before + 1);
            }}
          />
        </div>
      )}
      <div role="status">{membership.said && <Notice>{membership.said}</Notice>}</div>
      {membership.failure && <Notice kind="error">{failureText(texts, membership.failure)}</Notice>}
      <Loaded query={members}>
        {({ group: found }) =>
          !found || found.members.edges.length === 0 ? (
            <EmptyState title={said.none.title} text={mayChange ? said.none.text : said.noneText} />
          ) : (
            <div>
              <MemberTable
                rows={found.members.edges.map(({ node }) => node)}
                dimmed={members.isPlaceholderData}
                busy={membership.busy}
                onTakeOut={(member) => void membership.set(member, false)}
              />
              <Pager info={found.members.pageInfo} onGo={(place) => void navigate({ search: gone(place) })} />
            </div>
          )
        }
      </Loaded>
    </Stack>
  );
}

interface TableProps {
  rows: readonly Member[];
  dimmed: boolean;
  busy: boolean;
  onTakeOut: (member: Member) => void;
}

function MemberTable({ rows, dimmed, busy, onTakeOut }: TableProps) {
  const { groups, users, common } = useTexts();
  const { members: said } = groups;
  const { mayTo, may } = useRights();
  const columns: Column<Member>[] = [
    {
      key: 'name',
      header: users.columns.name,
      cell: (person) => (
        <>
          <PersonName person={person} />
          <Box mt={4} hiddenFrom="xs">
            <UserStatusBadge status={person.status} />
          </Box>
        </>
      ),
    },
    { key: 'email', header: users.columns.email, cell: ({ email }) => <bdi>{email}</bdi>, from: 'sm', min: '13rem' },
    { key: 'department', header: users.columns.department, cell: ({ department }) => department && <bdi>{department}</bdi>, from: 'lg' },
    { key: 'status', header: users.columns.status, cell: ({ status }) => <UserStatusBadge status={status} />, from: 'xs', narrow: true },
  ];
  const actions: Column<Member> = {
    key: 'actions',
    header: common.actions,
    cell: (person) =>
      mayTo('user.update', person) && (
        <Button size="xs" variant="default" disabled={busy} aria-label={said.takeOutOf(person.displayName)} onClick={() => onTakeOut(person)}>
          {said.takeOut}
        </Button>
      ),
    narrow: true,
  };
  return <DataTable caption={said.title} columns={may('user.update') ? [...columns, actions] : columns} rows={rows} dimmed={dimmed} />;
}
