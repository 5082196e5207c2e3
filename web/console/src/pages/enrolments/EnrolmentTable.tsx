import { Text, VisuallyHidden } from '@mantine/core';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { KeyName } from '../../components/KeyName.tsx';
import { MomentText } from '../../components/MomentText.tsx';
import { PersonName } from '../../components/PersonName.tsx';
import { EnrolmentStatusBadge, MailStatusBadge } from '../../components/StatusBadge.tsx';
import type { EnrolmentsQuery } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { EnrolmentActions } from './actions/EnrolmentActions.tsx';

type Row = EnrolmentsQuery['enrolments']['edges'][number]['node'];

/** Only a key that waits can be sent a link for; a card that an administrator taps has none. */
const hasLink = ({ securityKey }: Row): boolean =>
  securityKey?.status === 'PENDING' && !('activation' in securityKey && securityKey.activation === 'ADMIN_NOW');

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
          <Text size="sm" component="div" mt={4} hiddenFrom="sm">
            <Status row={row} />
          </Text>
        </>
      ),
    },
    { key: 'key', header: columns.key, cell: ({ securityKey }) => <KeyName securityKey={securityKey} />, from: 'md' },
    { key: 'status', header: columns.status, cell: (row) => <Status row={row} />, from: 'sm', narrow: true },
    { key: 'mail', header: columns.mail, cell: ({ mail }) => <Mail mail={mail} />, from: 'md', narrow: true },
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
      cell: (row) => <EnrolmentActions enrolment={row} person={row.user ?? {}} hasLink={hasLink(row)} />,
      narrow: true,
    },
  ];
  return <DataTable caption={texts.title} columns={shown} rows={rows} dimmed={dimmed} />;
}

/** How it stands, and until when the link of one that is open works. */
function Status({ row }: { row: Row }) {
  const { enrolments: texts } = useTexts();
  const { status, expiresAt, endedAt } = row;
  return (
    <>
      <EnrolmentStatusBadge status={status} />
      {!endedAt && hasLink(row) && (
        <Text size="xs" c="dimmed" component="div" mt={2}>
          {texts.until} <MomentText at={expiresAt} />
        </Text>
      )}
    </>
  );
}

/** What became of the mail with the link. */
function Mail({ mail }: { mail: Row['mail'] }) {
  const { enrolments: texts } = useTexts();
  if (!mail)
    return (
      <Text size="sm" c="dimmed">
        {texts.noMail}
      </Text>
    );
  return (
    <>
      <MailStatusBadge status={mail.status} />
      {mail.status === 'FAILED' && mail.lastError && (
        <Text size="sm" c="dimmed">
          {texts.mailFailed(mail.lastError)}
        </Text>
      )}
    </>
  );
}
