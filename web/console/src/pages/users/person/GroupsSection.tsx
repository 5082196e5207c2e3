import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useChange } from '../../../api/queries.ts';
import { useRights } from '../../../app/viewer.ts';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { useFieldErrors } from '../../../components/fieldErrors.tsx';
import { Section } from '../../../components/Section.tsx';
import { SetUserGroupsDocument } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { type ChosenGroup, GroupPicker } from '../keyForm/GroupPicker.tsx';
import type { Person } from './PersonSections.tsx';
import classes from './person.module.css';

export function GroupsSection({ person }: { person: Person }) {
  const { user, common } = useTexts();
  const { mayTo } = useRights();
  const [opened, setOpened] = useState(false);
  const groups = person.groups ?? [];
  return (
    <Section
      title={user.groups.title}
      actions={
        mayTo('user.update', person) && (
          <Button variant="default" size="xs" onClick={() => setOpened(true)} aria-label={`${common.edit}: ${user.groups.title}`}>
            {common.edit}
          </Button>
        )
      }
    >
      {groups.length === 0 ? (
        <Text c="dimmed">{user.groups.none}</Text>
      ) : (
        <ul className={classes.groups}>
          {groups.map(({ id, name }) => (
            <li key={id}>
              <Link to="/groups/$groupId" params={{ groupId: id }} className={classes.group}>
                <bdi>{name}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <EditGroups key={String(opened)} opened={opened} onClose={() => setOpened(false)} person={person} />
    </Section>
  );
}

function EditGroups({ person, opened, onClose }: { person: Person; opened: boolean; onClose: () => void }) {
  const { user, common } = useTexts();
  const [chosen, setChosen] = useState<ChosenGroup[]>([...(person.groups ?? [])]);
  const set = useChange(SetUserGroupsDocument);
  const errors = useFieldErrors(set.failure, []);
  const submit = async () => {
    if ((await set.run({ input: { userId: person.id, groupIds: chosen.map(({ id }) => id) } })).ok) onClose();
  };
  return (
    <FormDialog opened={opened} onClose={onClose} title={user.groups.change} button={common.save} onSubmit={submit} change={set} errors={errors}>
      {opened && <GroupPicker chosen={chosen} onChange={setChosen} />}
    </FormDialog>
  );
}
