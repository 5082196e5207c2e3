import { Anchor, Button, Stack, Text } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { MomentText } from '../../components/MomentText.tsx';
import { Page } from '../../components/Page.tsx';
import { type ApplicationFieldsFragment, ApplicationsDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { NewApplication } from './ApplicationForm.tsx';
import { ClientSecret } from './ClientSecret.tsx';
import { SigningKeys } from './SigningKeys.tsx';

interface Made {
  id: string;
  clientSecret: string | null;
}

/** The applications that people sign in to with their keys. */
export function ApplicationsPage() {
  const { applications: texts } = useTexts();
  const { may } = useRights();
  const navigate = useNavigate();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const query = useAsk(ApplicationsDocument, {}, { topics: ['applications'] });
  const go = (id: string) => void navigate({ to: `/applications/${id}` });
  const done = (application: Made) => (application.clientSecret === null ? go(application.id) : setMade(application));
  return (
    <Page
      title={texts.title}
      lead={texts.lead}
      actions={
        may('application.write') && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
            {texts.create}
          </Button>
        )
      }
    >
      <Stack gap="lg">
        <Loaded query={query}>
          {({ applications }) =>
            applications.length === 0 ? <EmptyState title={texts.empty.title} text={texts.empty.text} /> : <ApplicationTable rows={applications} />
          }
        </Loaded>
        <SigningKeys />
      </Stack>
      {making && <NewApplication onClose={() => setMaking(false)} onDone={done} />}
      <ClientSecret value={made?.clientSecret ?? null} onDone={() => made && go(made.id)} />
    </Page>
  );
}

function ApplicationTable({ rows }: { rows: readonly ApplicationFieldsFragment[] }) {
  const { applications: texts } = useTexts();
  const { columns } = texts;
  const shown: Column<ApplicationFieldsFragment>[] = [
    {
      key: 'name',
      header: columns.name,
      cell: ({ id, name, type }) => (
        <>
          <Anchor inherit component={Link} to={`/applications/${id}`}>
            <bdi>{name}</bdi>
          </Anchor>
          <Text size="sm" c="dimmed" hiddenFrom="sm">
            {texts.types[type].label}
          </Text>
        </>
      ),
    },
    { key: 'groups', header: columns.groups, cell: ({ groups }) => <Groups groups={groups} /> },
    { key: 'type', header: columns.type, cell: ({ type }) => texts.types[type].label, from: 'sm' },
    { key: 'created', header: columns.created, cell: ({ createdAt }) => <MomentText at={createdAt} />, from: 'lg', narrow: true },
  ];
  return <DataTable caption={texts.title} columns={shown} rows={rows} />;
}

function Groups({ groups }: Pick<ApplicationFieldsFragment, 'groups'>) {
  const { nobody } = useTexts().applications.groups;
  return groups.length === 0 ? <Text c="dimmed">{nobody}</Text> : <bdi>{groups.map(({ group }) => group.name).join(', ')}</bdi>;
}
