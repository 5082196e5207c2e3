import { Button, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../../api/queries.ts';
import { useRights } from '../../../app/viewer.ts';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { useFieldErrors } from '../../../components/fieldErrors.tsx';
import { Section } from '../../../components/Section.tsx';
import { type Role, SetUserRoleDocument } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import type { Person } from './PersonSections.tsx';

const roles = ['AUDITOR', 'HELPDESK', 'ADMIN', 'OWNER'] as const satisfies readonly Role[];

/** What the person may do as an administrator; owners change it. */
export function RoleSection({ person }: { person: Person }) {
  const { user, common } = useTexts();
  const { may } = useRights();
  const [opened, setOpened] = useState(false);
  return (
    <Section
      title={user.role.title}
      actions={
        may('user.setRole') && (
          <Button variant="default" size="xs" onClick={() => setOpened(true)} aria-label={`${common.edit}: ${user.role.title}`}>
            {common.edit}
          </Button>
        )
      }
    >
      <Text>{person.role ? common.role[person.role] : user.role.none}</Text>
      <Text size="sm" c="dimmed">
        {user.role.hints[person.role ?? 'NONE']}
      </Text>
      <EditRole key={String(opened)} opened={opened} onClose={() => setOpened(false)} person={person} />
    </Section>
  );
}

function EditRole({ person, opened, onClose }: { person: Person; opened: boolean; onClose: () => void }) {
  const { user, common } = useTexts();
  const [role, setRole] = useState<Role | null>(person.role ?? null);
  const set = useChange(SetUserRoleDocument);
  const errors = useFieldErrors(set.failure, []);
  const submit = async () => {
    if ((await set.run({ input: { userId: person.id, role } })).ok) onClose();
  };
  return (
    <FormDialog opened={opened} onClose={onClose} title={user.role.change} button={common.save} onSubmit={submit} change={set} errors={errors}>
      <Radio.Group
        label={user.role.title}
        description={user.role.text}
        value={role ?? 'NONE'}
        onChange={(value) => setRole(roles.find((one) => one === value) ?? null)}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="NONE" label={user.role.none} description={user.role.hints.NONE} />
          {roles.map((value) => (
            <Radio key={value} value={value} label={common.role[value]} description={user.role.hints[value]} />
          ))}
        </Stack>
      </Radio.Group>
    </FormDialog>
  );
}
