import { Anchor, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useChange } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useFieldErrors } from '../../components/fieldErrors.tsx';
import { Section } from '../../components/Section.tsx';
import { type ApplicationClaim, type ApplicationFieldsFragment, SetApplicationGroupsDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { type ChosenGroup, GroupPicker } from '../users/keyForm/GroupPicker.tsx';

type Row = ApplicationFieldsFragment['groups'][number];

const claims = ['NAME', 'USERNAME', 'EMAIL', 'PHONE', 'EMPLOYMENT', 'GROUPS'] as const satisfies readonly ApplicationClaim[];
const usual: ApplicationClaim[] = ['NAME', 'USERNAME', 'EMAIL', 'GROUPS'];

/** Whose members may sign in to an application, and what it learns of them. */
export function ApplicationGroups({ application }: { application: ApplicationFieldsFragment }) {
  const { groups: texts, claims: said } = useTexts().applications;
  const { may } = useRights();
  const [changing, setChanging] = useState(false);
  const columns: Column<Row & { id: string }>[] = [
    {
      key: 'group',
      header: texts.columns.group,
      cell: ({ group }) => (
        <Anchor inherit component={Link} to={`/groups/${group.id}`}>
          <bdi>{group.name}</bdi>
        </Anchor>
      ),
    },
    {
      key: 'claims',
      header: texts.columns.claims,
      cell: (row) => (row.claims.length === 0 ? texts.noClaims : row.claims.map((claim) => said[claim]).join(', ')),
    },
  ];
  return (
    <Section
      title={texts.title}
      actions={
        may('application.write') && (
          <Button variant="default" onClick={() => setChanging(true)}>
            {texts.change}
          </Button>
        )
      }
    >
      {application.groups.length === 0 ? (
        <EmptyState title={texts.none.title} text={texts.none.text} />
      ) : (
        <DataTable caption={texts.title} columns={columns} rows={application.groups.map((row) => ({ ...row, id: row.group.id }))} />
      )}
      {changing && <GroupsDialog application={application} onClose={() => setChanging(false)} />}
    </Section>
  );
}

function GroupsDialog({ application, onClose }: { application: ApplicationFieldsFragment; onClose: () => void }) {
  const { groups: texts } = useTexts().applications;
  const change = useChange(SetApplicationGroupsDocument);
  const errors = useFieldErrors(change.failure, []);
  const [rows, setRows] = useState<readonly Row[]>(application.groups);
  const choose = (chosen: ChosenGroup[]) =>
    setRows(chosen.map((group) => rows.find((row) => row.group.id === group.id) ?? { group, claims: [...usual] }));
  const submit = async () => {
    const groups = rows.map(({ group, claims }) => ({ groupId: group.id, claims: [...claims] }));
    if ((await change.run({ input: { applicationId: application.id, groups } })).ok) onClose();
  };
  return (
    <FormDialog opened onClose={onClose} title={texts.change} button={texts.save} onSubmit={submit} change={change} errors={errors} size="xl">
      <Text>{texts.lead}</Text>
      <GroupPicker chosen={rows.map(({ group }) => group)} onChange={choose} />
      <Stack>
        {rows.map((row) => (
          <ClaimBoxes key={row.group.id} row={row} onChange={(next) => setRows(rows.map((one) => (one.group.id === next.group.id ? next : one)))} />
        ))}
      </Stack>
    </FormDialog>
  );
}

function ClaimBoxes({ row, onChange }: { row: Row; onChange: (row: Row) => void }) {
  const { groups: texts, claims: said } = useTexts().applications;
  return (
    <Checkbox.Group
      label={texts.claimsOf(row.group.name)}
      value={[...row.claims]}
      onChange={(values) => onChange({ ...row, claims: claims.filter((claim) => values.includes(claim)) })}
    >
      <Group gap="md" mt="xs">
        {claims.map((claim) => (
          <Checkbox key={claim} value={claim} label={said[claim]} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}
