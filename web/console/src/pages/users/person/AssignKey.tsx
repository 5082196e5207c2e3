import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../../api/queries.ts';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { useFieldErrors } from '../../../components/fieldErrors.tsx';
import { type Sent, SentDialogs, sentOf } from '../../../components/SentDialogs.tsx';
import { AssignSecurityKeyDocument } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { KeyForm } from '../keyForm/KeyForm.tsx';
import { newKeyDraft, toSecurityKeyInput } from '../keyForm/keyDraft.ts';
import type { Person } from './PersonSections.tsx';

interface Props {
  opened: boolean;
  onClose: () => void;
  person: Person;
}

/** Gives another key to a person who is there already: the same parts as in the wizard. */
export function AssignKey({ opened, onClose, person }: Props) {
  const [sent, setSent] = useState<Sent | null>(null);
  return (
    <>
      <AssignKeyForm key={String(opened)} opened={opened} onClose={onClose} person={person} onSent={setSent} />
      <SentDialogs sent={sent} onDone={() => setSent(null)} />
    </>
  );
}

function AssignKeyForm({ opened, onClose, person, onSent }: Props & { onSent: (sent: Sent | null) => void }) {
  const texts = useTexts();
  const { keys } = texts.user;
  const [draft, setDraft] = useState(() => newKeyDraft(texts, person.groups ?? []));
  const [note, setNote] = useState('');
  // Sent again after a lost answer, it gives one key.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const assign = useChange(AssignSecurityKeyDocument);
  // A card that an administrator taps needs no link.
  const isMailed = !(draft.kind === 'CONTACTLESS_CARD' && draft.activation === 'ADMIN_NOW');
  const errors = useFieldErrors(assign.failure, ['name', 'note', 'securityKey']);
  const submit = async () => {
    const input = { userId: person.id, securityKey: toSecurityKeyInput(draft), note: (isMailed && note.trim()) || null, idempotencyKey };
    const answer = await assign.run({ input });
    if (!answer.ok) return;
    onSent(sentOf(answer.value));
    onClose();
  };
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={keys.assign}
      button={keys.assignButton}
      onSubmit={submit}
      change={assign}
      errors={errors}
      size="lg"
    >
      <Text c="dimmed">{keys.assignLead}</Text>
      <KeyForm
        draft={draft}
        onChange={setDraft}
        errors={errors}
        groups={person.groups ?? []}
        cardNow={
          <Text size="sm" c="dimmed">
            {keys.tapNext}
          </Text>
        }
      />
      {isMailed && (
        <Textarea
          label={keys.note}
          value={note}
          error={errors.of('note')}
          autosize
          minRows={2}
          dir="auto"
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
      )}
    </FormDialog>
  );
}
