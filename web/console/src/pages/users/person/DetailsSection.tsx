import { Button } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../../api/queries.ts';
import { useRights } from '../../../app/viewer.ts';
import { Facts } from '../../../components/Facts.tsx';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { useFieldErrors } from '../../../components/fieldErrors.tsx';
import { MomentText } from '../../../components/MomentText.tsx';
import { Section } from '../../../components/Section.tsx';
import { UpdateUserDocument } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { DetailsFields, detailFields, toDetailsDraft } from '../keyForm/DetailsFields.tsx';
import type { Person } from './PersonSections.tsx';

export function DetailsSection({ person }: { person: Person }) {
  const { user, wizard, common } = useTexts();
  const { mayTo } = useRights();
  const [opened, setOpened] = useState(false);
  return (
    <Section
      title={user.details.title}
      actions={
        mayTo('user.update', person) && (
          <Button variant="default" size="xs" onClick={() => setOpened(true)} aria-label={`${common.edit}: ${user.details.title}`}>
            {common.edit}
          </Button>
        )
      }
    >
      <Facts
        facts={[
          ...detailFields.filter((field) => person[field]).map((field) => [wizard.details[field], <bdi key={field}>{person[field]}</bdi>] as const),
          [user.details.created, <MomentText key="created" at={person.createdAt} />],
          [user.details.updated, <MomentText key="updated" at={person.updatedAt} />],
        ]}
      />
      <EditDetails key={String(opened)} opened={opened} onClose={() => setOpened(false)} person={person} />
    </Section>
  );
}

/** Sends what was changed, and nothing else: what somebody else changes meanwhile stays. */
function EditDetails({ person, opened, onClose }: { person: Person; opened: boolean; onClose: () => void }) {
  const { user, common } = useTexts();
  const [before] = useState(() => toDetailsDraft(person));
  const [draft, setDraft] = useState(before);
  const update = useChange(UpdateUserDocument);
  const errors = useFieldErrors(update.failure, detailFields);
  const submit = async () => {
    const changes = Object.fromEntries(detailFields.filter((field) => draft[field] !== before[field]).map((field) => [field, draft[field]]));
    if ((await update.run({ input: { userId: person.id, changes } })).ok) onClose();
  };
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={user.details.edit}
      button={common.save}
      onSubmit={submit}
      change={update}
      errors={errors}
      size="xl"
    >
      <DetailsFields draft={draft} onChange={setDraft} errors={errors} />
    </FormDialog>
  );
}
