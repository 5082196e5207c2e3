import { useChange } from '../../../api/queries.ts';
import { useFieldErrors } from '../../../components/fieldErrors.tsx';
import { SetUserWizardDetailsDocument, type WizardFieldsFragment } from '../../../gql/graphql.ts';
import { type DetailsDraft, DetailsFields, detailFields, toDetailsInput } from '../keyForm/DetailsFields.tsx';
import { StepForm } from './StepForm.tsx';

interface Props {
  wizard: WizardFieldsFragment;
  draft: DetailsDraft;
  onDraft: (draft: DetailsDraft) => void;
  onStored: (wizard: WizardFieldsFragment) => void;
}

/** S3. */
export function DetailsStep({ wizard, draft, onDraft, onStored }: Props) {
  const set = useChange(SetUserWizardDetailsDocument);
  const errors = useFieldErrors(set.failure, detailFields);
  const next = async () => {
    const answer = await set.run({ input: { wizardId: wizard.id, details: toDetailsInput(draft) } });
    if (answer.ok) onStored(answer.value.wizard);
  };
  return (
    <StepForm onNext={next} busy={set.busy} failure={set.failure} errors={errors}>
      <DetailsFields draft={draft} onChange={onDraft} errors={errors} />
    </StepForm>
  );
}
