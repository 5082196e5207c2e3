import { useState } from 'preact/hooks';
import type { Failure } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import { signIn } from '../shared/ceremony.ts';
import { useDemo } from '../shared/demo.tsx';
import { Notice } from '../shared/Notice.tsx';
import { Progress, Step } from '../shared/Step.tsx';
import { demo, type Explanation, explain } from '../shared/texts.ts';
import { nextPage } from './nextPage.ts';
import { texts } from './texts.ts';

/** `/sign-in`: one button, and what the device offers. */
export function SignInPage() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isDemo = useDemo();
  const start = async () => {
    setBusy(true);
    setFailure(null);
    const answer = await signIn();
    if (answer.ok) return location.assign(nextPage(location.search, location.origin));
    setFailure(answer.failure);
    setBusy(false);
  };
  return (
    <Step title={texts.title}>
      <p class="lead">{texts.lead}</p>
      {isDemo && <p>{demo.signIn}</p>}
      {failure && <Notice {...explainSignIn(failure)} />}
      <div class="actions">
        <Button onPress={start} busy={busy}>
          {texts.button}
        </Button>
      </div>
      {busy && <Progress text={texts.waiting} />}
    </Step>
  );
}

function explainSignIn(failure: Failure): Explanation {
  if (failure.code === 'NOT_FINISHED') return texts.notFinished;
  if (failure.code === 'SIGN_IN_REFUSED') return { ...texts.refused, message: failure.message };
  if (failure.code === 'CHALLENGE_SPENT') return { ...texts.tooLate, message: failure.message };
  return explain(failure);
}
