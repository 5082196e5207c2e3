import { Stack, Text, VisuallyHidden } from '@mantine/core';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { KeyName } from '../../components/KeyName.tsx';
import { MomentText } from '../../components/MomentText.tsx';
import { PersonName } from '../../components/PersonName.tsx';
import type { EnrolmentsQuery } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { EnrolmentActions } from './actions/EnrolmentActions.tsx';
import { EnrolmentStanding } from './EnrolmentStanding.tsx';

type Row = EnrolmentsQuery['enrolments']['edges'][number]['node'];

/** Only a key that waits can be sent a link for; a card that an administrator taps has none. */
const hasLink = ({ securityKey }: Row): boolean =>
  securityKey?.status === 'PENDING' && !('activation' in securityKey && securityKey.activation === 'ADMIN_NOW');

const actionsOf = (row: Row) => <EnrolmentActions enrolment={row} person={row.user ?? {}} hasLink={hasLink(row)} />;

export function EnrolmentTable({ rows, dimmed }: { rows: readonly Row[]; dimmed: boolean }) {
  const { enrolments: texts, common } = useTexts();
  const { columns } = texts;
  const shown: Column<Row>[] = [
    {
      key: 'person',
      header: columns.person,
      cell: (row) => (
        <>
          <PersonName person={row.user} />
          <Text size="sm" c="dimmed" component="div" hiddenFrom="md">
            <KeyName securityKey={row.securityKey} />
          </Text>
          <Stack gap="xs" mt={4} align="flex-start" hiddenFrom="sm">
            <div>
              <EnrolmentStanding enrolment={row} hasLink={hasLink(row)} />
            </div>
            {actionsOf(row)}
          </Stack>
        </>
      ),
    },
    { key: 'key', header: columns.key, cell: ({ securityKey }) => <KeyName securityKey={securityKey} />, from: 'md' },
    { key: 'status', header: columns.status, cell: (row) => <EnrolmentStanding enrolment={row} hasLink={hasLink(row)} />, from: 'sm', narrow: true },
    { key: 'began', header: columns.sent, cell: ({ createdAt }) => <MomentText at={createdAt} />, from: 'xl', narrow: true },
    {
      key: 'by',
      header: columns.by,
      cell: ({ createdBy }) => (createdBy ? <PersonName person={createdBy} /> : texts.byScript),
      from: 'xl',
    },
    {
      key: 'actions',
      header: <VisuallyHidden>{common.actions}</VisuallyHidden>,
      cell: actionsOf,
      from: 'sm',
      narrow: true,
    },
  ];
  return <DataTable caption={texts.title} columns={shown} rows={rows} dimmed={dimmed} />;
}
