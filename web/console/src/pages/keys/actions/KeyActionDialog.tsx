import { useEffect, useState } from 'react';
import { useChange } from '../../../api/queries.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import {
  ReportSecurityKeyLostDocument,
  ResetCardPinDocument,
  ResumeSecurityKeyDocument,
  RevokeSecurityKeyDocument,
  SuspendSecurityKeyDocument,
  UnlockCardPinDocument,
} from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import type { ActionKey, KeyAction } from './KeyActions.tsx';

interface Props {
  action: KeyAction | null;
  onClose: () => void;
  securityKey: ActionKey;
}

/** Asks before a key is changed, says what it means, and does it. */
export function KeyActionDialog({ action, onClose, securityKey: { id, name } }: Props) {
  const { keyActions: texts } = useTexts().user;
  const changes = {
    suspend: useChange(SuspendSecurityKeyDocument),
    resume: useChange(ResumeSecurityKeyDocument),
    lost: useChange(ReportSecurityKeyLostDocument),
    revoke: useChange(RevokeSecurityKeyDocument),
    resetPin: useChange(ResetCardPinDocument),
    unlockPin: useChange(UnlockCardPinDocument),
  };
  // While the dialogue closes, it still says what it said.
  const [shown, setShown] = useState<KeyAction>('suspend');
  useEffect(() => {
    if (action) setShown(action);
  }, [action]);
  const change = changes[shown];
  const said: Record<KeyAction, [title: string, text: string]> = {
    suspend: [texts.suspendTitle(name), texts.suspendText],
    resume: [texts.resumeTitle(name), texts.resumeText],
    lost: [texts.lostTitle(name), texts.lostText],
    revoke: [texts.revokeTitle(name), texts.revokeText],
    resetPin: [texts.resetPinTitle, texts.resetPinText],
    unlockPin: [texts.unlockPinTitle, texts.unlockPinText],
  };
  const confirm = async () => {
    if ((await change.run({ input: { keyId: id } })).ok) onClose();
  };
  return (
    <ConfirmDialog
      opened={action !== null && action === shown}
      onClose={onClose}
      title={said[shown][0]}
      text={said[shown][1]}
      button={texts[shown]}
      onConfirm={confirm}
      danger={shown === 'lost' || shown === 'revoke'}
      change={change}
    />
  );
}
