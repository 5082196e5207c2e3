import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useChange } from '../../../api/queries.ts';
import { FormProblems, useFieldErrors } from '../../../components/fieldErrors.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { type Sent, sentOf } from '../../../components/SentDialogs.tsx';
import { ConfirmUserWizardDocument, type WizardFieldsFragment } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { Overview } from './Overview.tsx';
import { type Step, stepOf } from './steps.ts';

interface Props {
  wizard: WizardFieldsFragment;
  onBack: () => void;
  onGo: (step: Step) => void;
  onConfirmed: (confirmed: Confirmed) => void;
}

/** What the confirm made: the person, and what is shown this once where there is something. */
export interface Confirmed {
  userId: string;
  sent: Sent | null;
}

/** S8, C11: looks everything over; **Confirm** makes the person, the key and the mail in one go. */
export function ConfirmStep({ wizard, onBack, onGo, onConfirmed }: Props) {
  const { wizard: texts, common } = useTexts();
  const [note, setNote] = useState('');
  const confirm = useChange(ConfirmUserWizardDocument);
  const errors = useFieldErrors(confirm.failure, ['note']);
  const missing = wizard.missingSteps;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await confirm.run({ input: { wizardId: wizard.id, note: note.trim() || null } });
    if (!answer.ok) return;
    const { wizard: done } = answer.value;
    if (done.user) onConfirmed({ userId: done.user.id, sent: sentOf(answer.value) });
  };

  if (missing.length > 0) {
    return (
      <Notice kind="warning" title={texts.confirm.missing}>
        <Group gap="xs">
          {missing.map((step) => (
            <Button key={step} variant="default" size="xs" onClick={() => onGo(stepOf[step])}>
              {texts.steps[stepOf[step]]}
            </Button>
          ))}
        </Group>
      </Notice>
    );
  }
  const getsMail = Boolean(wizard.securityKey?.kind);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <FormProblems failure={confirm.failure} errors={errors} />
        <Text c="dimmed">{texts.confirm.lead}</Text>
        <Overview wizard={wizard} onGo={onGo} />
        {getsMail && (
          <Textarea
            label={texts.confirm.note}
            description={texts.confirm.noteHint}
            autosize
            minRows={2}
            maxRows={8}
            dir="auto"
            value={note}
            error={errors.of('note')}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
          />
        )}
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            {common.back}
          </Button>
          <Button type="submit" loading={confirm.busy}>
            {texts.confirm.button}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
