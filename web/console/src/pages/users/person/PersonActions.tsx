import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useChange } from '../../../api/queries.ts';
import { useRights, useViewer } from '../../../app/viewer.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { DeleteUserDocument, ResumeUserDocument, SuspendUserDocument } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import type { Person } from './PersonSections.tsx';

/** Suspends a person, lets them in again, or deletes them. */
export function PersonActions({ person }: { person: Person }) {
  const { user: texts } = useTexts();
  const { mayTo } = useRights();
  const viewer = useViewer();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'suspend' | 'resume' | 'delete' | null>(null);
  const suspend = useChange(SuspendUserDocument);
  const resume = useChange(ResumeUserDocument);
  const remove = useChange(DeleteUserDocument);
  const { id, displayName: name } = person;
  const input = { input: { userId: id } };
  const close = () => setAsked(null);
  const standing = person.suspendedAt ? 'resume' : 'suspend';
  return (
    <>
      {mayTo('user.suspend', person) && (
        <Button variant="default" onClick={() => setAsked(standing)}>
          {texts[standing]}
        </Button>
      )}
      {mayTo('user.delete', person) && id !== viewer.id && (
        <Button variant="default" c="var(--mantine-color-error)" onClick={() => setAsked('delete')}>
          {texts.delete}
        </Button>
      )}
      <ConfirmDialog
        opened={asked === 'suspend'}
        onClose={close}
        title={texts.suspendTitle(name)}
        text={texts.suspendText}
        button={texts.suspend}
        onConfirm={async () => (await suspend.run(input)).ok && close()}
        change={suspend}
      />
      <ConfirmDialog
        opened={asked === 'resume'}
        onClose={close}
        title={texts.resumeTitle(name)}
        text={texts.resumeText}
        button={texts.resume}
        onConfirm={async () => (await resume.run(input)).ok && close()}
        change={resume}
      />
      <ConfirmDialog
        opened={asked === 'delete'}
        onClose={close}
        title={texts.deleteTitle(name)}
        text={texts.deleteText}
        button={texts.delete}
        onConfirm={async () => (await remove.run(input)).ok && navigate({ to: '/users' })}
        danger
        change={remove}
      />
    </>
  );
}
