import { Switch } from '@mantine/core';
import { useChange } from '../../../api/queries.ts';
import { useFieldErrors } from '../../../components/fieldErrors.tsx';
import { SetUserWizardSecurityKeyDocument, type WizardFieldsFragment } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { KeyForm } from '../keyForm/KeyForm.tsx';
import { toSecurityKeyInput } from '../keyForm/keyDraft.ts';
import { AssignCard } from './AssignCard.tsx';
import { StepForm } from './StepForm.tsx';
import type { KeyStepDraft } from './useDrafts.ts';

interface Props {
  wizard: WizardFieldsFragment;
  draft: KeyStepDraft;
  onDraft: (draft: KeyStepDraft) => void;
  onStored: (wizard: WizardFieldsFragment) => void;
  /** The step was stored before a tap; it stays shown. */
  onCard: (wizard: WizardFieldsFragment) => void;
  onBack: () => void;
}

/** S5–S7, C6–C11, H6: whether there is a key now, and which. */
export function KeyStep({ wizard, draft, onDraft, onStored, onCard, onBack }: Props) {
  const { key } = useTexts().wizard;
  const set = useChange(SetUserWizardSecurityKeyDocument);
  const errors = useFieldErrors(set.failure, ['name', 'securityKey']);
  const input = { wizardId: wizard.id, securityKey: draft.wanted ? toSecurityKeyInput(draft) : null };
  const next = async () => {
    const answer = await set.run({ input });
    if (answer.ok) onStored(answer.value.wizard);
  };
  // A tap is for the card that the server knows of, so the step is stored before it.
  const storeForTap = async () => {
    const answer = await set.run({ input });
    if (answer.ok) onCard(answer.value.wizard);
    return answer.ok;
  };
  return (
    <StepForm onNext={next} onBack={onBack} busy={set.busy} failure={set.failure} errors={errors}>
      <Switch
        size="md"
        label={key.toggle}
        description={key.toggleHint}
        checked={draft.wanted}
        onChange={({ currentTarget }) => onDraft({ ...draft, wanted: currentTarget.checked })}
      />
      {draft.wanted && (
        <KeyForm
          draft={draft}
          onChange={(changed) => onDraft({ ...changed, wanted: true })}
          errors={errors}
          groups={wizard.groups ?? []}
          cardNow={<AssignCard wizard={wizard} onBefore={storeForTap} />}
        />
      )}
    </StepForm>
  );
}
