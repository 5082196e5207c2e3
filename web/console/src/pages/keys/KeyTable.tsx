import { Text, VisuallyHidden } from '@mantine/core';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { KeyName } from '../../components/KeyName.tsx';
import { MomentText } from '../../components/MomentText.tsx';
import { PersonName } from '../../components/PersonName.tsx';
import { KeyStatusBadge } from '../../components/StatusBadge.tsx';
import type { SecurityKeysQuery } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { KeyActions } from './actions/KeyActions.tsx';

type Key = SecurityKeysQuery['securityKeys']['edges'][number]['node'];

export function KeyTable({ keys, dimmed }: { keys: readonly Key[]; dimmed: boolean }) {
  const { keys: texts, common } = useTexts();
  const { columns } = texts;
  const shown: Column<Key>[] = [
    {
      key: 'name',
      header: columns.name,
      cell: (key) => (
        <>
          <KeyName securityKey={key} />
          {'uidSuffix' in key && key.uidSuffix && (
            <Text span size="sm" c="dimmed">
              <bdi>…{key.uidSuffix}</bdi>
            </Text>
          )}
          <Text size="sm" component="div" hiddenFrom="sm">
            <PersonName person={key.user} />
          </Text>
        </>
      ),
    },
    { key: 'person', header: columns.person, cell: ({ user }) => <PersonName person={user} />, from: 'sm' },
    { key: 'status', header: columns.status, cell: ({ status }) => <KeyStatusBadge status={status} />, narrow: true },
    {
      key: 'activated',
      header: columns.activated,
      cell: ({ activatedAt }) => <MomentText at={activatedAt} empty={common.never} />,
      from: 'md',
      narrow: true,
    },
    { key: 'used', header: columns.used, cell: ({ lastUsedAt }) => <MomentText at={lastUsedAt} empty={texts.neverUsed} />, from: 'lg', narrow: true },
    { key: 'created', header: columns.created, cell: ({ createdAt }) => <MomentText at={createdAt} />, from: 'xl', narrow: true },
    {
      key: 'actions',
      header: <VisuallyHidden>{common.actions}</VisuallyHidden>,
      cell: (key) => <KeyActions securityKey={key} person={key.user ?? {}} />,
      narrow: true,
    },
  ];
  return <DataTable caption={texts.title} columns={shown} rows={keys} dimmed={dimmed} />;
}
