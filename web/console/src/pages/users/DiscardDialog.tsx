import { useQueryClient } from '@tanstack/react-query';
import { keyOf, useChange } from '../../api/queries.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { DiscardUserWizardDocument, OpenWizardsDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';

interface Props {
  /** Which wizard; null while nobody asks. */
  wizardId: string | null;
  onClose: () => void;
  /** It is gone. */
  onDone?: () => void;
}

/** Asks before a wizard is discarded with what was filled in. */
export function DiscardDialog({ wizardId, onClose, onDone }: Props) {
  const { goOn } = useTexts().users;
  const queries = useQueryClient();
  const discard = useChange(DiscardUserWizardDocument);
  const run = async () => {
    if (!wizardId) return;
    const answer = await discard.run({ input: { wizardId } });
    if (!answer.ok) return;
    onClose();
    onDone?.();
    await queries.invalidateQueries({ queryKey: keyOf(OpenWizardsDocument, {}) });
  };
  return (
    <ConfirmDialog
      opened={wizardId !== null}
      onClose={onClose}
      title={goOn.discardTitle}
      text={goOn.discardText}
      button={goOn.discard}
      onConfirm={run}
      danger
      change={discard}
    />
  );
}
