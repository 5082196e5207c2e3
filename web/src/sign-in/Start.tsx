import { useState } from 'preact/hooks';
import { Button } from '../shared/Button.tsx';
import { useDemo } from '../shared/demo.tsx';
import { isPhone } from '../shared/device.ts';
import type { Failure } from '../shared/failure.ts';
import { Notice } from '../shared/Notice.tsx';
import { Progress, Step } from '../shared/Step.tsx';
import { demo } from '../shared/texts.ts';
import { askKey } from './ceremony.ts';
import type { SignIn } from './documents.ts';
import { explainSignIn } from './failures.ts';
import { connectSilently } from './listen.ts';
import type { Stage } from './stage.ts';
import { texts } from './texts.ts';
import type { Beginning } from './useBeginning.ts';
import { useStillHere } from './useStillHere.ts';

interface StartProps {
  beginning: Beginning;
  failure: Failure | null;
  onSignIn: (token: string, signIn: SignIn, again: Stage) => void;
  onFailed: (failure: Failure, username: null) => void;
  onUsername: () => void;
  onCard: () => void;
}

/** One button, and what the device offers; other ways below it. */
export function Start({ beginning: { application, begin }, failure, onSignIn, onFailed, onUsername, onCard }: StartProps) {
  const [busy, setBusy] = useState(false);
  const isDemo = useDemo();
  const stillHere = useStillHere();
  const signIn = async () => {
    setBusy(true);
    const begun = await begin();
    // By the agent on this PC the phone may sign in here later, while there is no network.
    if (begun.ok && !isPhone()) await connectSilently(begun.value.signInToken);
    const answer = begun.ok ? await askKey(begun.value) : begun;
    if (!stillHere()) return;
    if (begun.ok && answer.ok) return onSignIn(begun.value.signInToken, answer.value, { at: 'start', failure: null });
    if (!answer.ok) onFailed(answer.failure, null);
    setBusy(false);
  };
  return (
    <Step title={application === null ? texts.title : texts.titleFor(application)}>
      <p class="lead">{texts.lead}</p>
      {isDemo && <p>{demo.signIn}</p>}
      {failure && !busy && <Notice {...explainSignIn(failure)} />}
      <div class="actions">
        <Button onPress={signIn} busy={busy}>
          {texts.button}
        </Button>
      </div>
      {busy && <Progress text={texts.waiting} />}
      <section class="other-way" aria-label={texts.other}>
        <h2>{texts.other}</h2>
        <div class="actions">
          <Button kind="secondary" onPress={onUsername}>
            {texts.byUsername}
          </Button>
          {!isPhone() && (
            <>
              <p class="hint whole">{texts.byUsernameHint}</p>
              <Button kind="secondary" onPress={onCard}>
                {texts.byCard}
              </Button>
            </>
          )}
        </div>
        <p class="hint after-actions">
          <a href="/offline">{texts.offline}</a>
        </p>
      </section>
    </Step>
  );
}
