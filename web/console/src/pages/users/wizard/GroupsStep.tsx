import { Text } from '@mantine/core';
import { useChange } from '../../../api/queries.ts';
import { useFieldErrors } from '../../../components/fieldErrors.tsx';
import { SetUserWizardGroupsDocument, type WizardFieldsFragment } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { type ChosenGroup, GroupPicker } from '../keyForm/GroupPicker.tsx';
import { StepForm } from './StepForm.tsx';

interface Props {
  wizard: WizardFieldsFragment;
  draft: ChosenGroup[];
  onDraft: (draft: ChosenGroup[]) => void;
  onStored: (wizard: WizardFieldsFragment) => void;
  onBack: () => void;
}

/** S4. */
export function GroupsStep({ wizard, draft, onDraft, onStored, onBack }: Props) {
  const { lead } = useTexts().wizard.groups;
  const set = useChange(SetUserWizardGroupsDocument);
  const errors = useFieldErrors(set.failure, []);
  const next = async () => {
    const answer = await set.run({ input: { wizardId: wizard.id, groupIds: draft.map(({ id }) => id) } });
    if (answer.ok) onStored(answer.value.wizard);
  };
  return (
    <StepForm onNext={next} onBack={onBack} busy={set.busy} failure={set.failure} errors={errors}>
      <Text c="dimmed">{lead}</Text>
      <GroupPicker chosen={draft} onChange={onDraft} />
    </StepForm>
  );
}
