import { ask, type Failure } from './api.ts';
import { Button } from './Button.tsx';
import { type Activation, currentActivation } from './documents.ts';
import { Failed } from './Failed.tsx';
import { ceremony } from './texts.ts';

interface SessionEndedProps {
  failure: Failure;
  /** Opens the link anew; null where its token is gone. */
  onReopen: (() => void) | null;
}

/** The link was open for too long, or was opened somewhere else since. */
export const SessionEnded = ({ failure, onReopen }: SessionEndedProps) => (
  <Failed failure={failure}>
    <p class="whole">{onReopen ? ceremony.reopenNext : ceremony.reopenByEmail}</p>
    {onReopen && <Button onPress={onReopen}>{ceremony.reopen}</Button>}
  </Failed>
);

/** The activation, where it was over because it is done: the answer to an earlier try may have been lost on its way back. */
export async function doneBefore(activationId: string, { code }: Failure): Promise<Activation | null> {
  if (code !== 'ACTIVATION_SESSION_ENDED') return null;
  const answer = await ask(currentActivation, {});
  const now = answer.ok ? answer.value.currentActivation : null;
  return now?.id === activationId && now.status === 'ACTIVATED' ? now : null;
}
