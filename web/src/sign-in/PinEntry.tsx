import { useState } from 'preact/hooks';
import { change } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import { Field } from '../shared/Field.tsx';
import type { Failure } from '../shared/failure.ts';
import { Notice } from '../shared/Notice.tsx';
import { Step } from '../shared/Step.tsx';
import { explain } from '../shared/texts.ts';
import { signInOf } from './ceremony.ts';
import { enterSignInPin, type SignIn } from './documents.ts';
import { offlineVerifier } from './offline.ts';
import { pin as words } from './texts.ts';

interface PinEntryProps {
  token: string;
  by: 'card' | 'key';
  onSignIn: (signIn: SignIn) => void;
  /** What another try of the PIN cannot mend. */
  onFailed: (failure: Failure) => void;
  onBack: () => void;
}

/** After these the same PIN may be sent again. */
const passing = ['NETWORK', 'RATE_LIMITED', 'TRY_AGAIN', 'UNEXPECTED'];

/** The key’s PIN, once the card was tapped or the phone has confirmed. */
export function PinEntry({ token, by, onSignIn, onFailed, onBack }: PinEntryProps) {
  const [pin, setPin] = useState('');
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [issue, setIssue] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setFailure(null);
    if (!pin) return setIssue(words.empty);
    setIssue(null);
    setBusy(true);
    const answer = signInOf(await change(enterSignInPin, { input: { signInToken: token, pin, offlineVerifier: await offlineVerifier(token, pin) } }));
    setBusy(false);
    if (answer.ok) return onSignIn(answer.value);
    const { code, message } = answer.failure;
    if (passing.includes(code)) return setFailure(answer.failure);
    if (code !== 'PIN_WRONG') return onFailed(answer.failure);
    setPin('');
    setIssue(message);
  };

  return (
    <Step title={words.title}>
      <p class="lead">{words.lead[by]}</p>
      <form onSubmit={submit} noValidate>
        <Field
          label={words.label}
          value={pin}
          onValue={(value) => {
            setPin(value);
            setIssue(null);
          }}
          issue={issue}
          focusIssue
          input={{ type: shown ? 'text' : 'password', autoComplete: 'off', autoCapitalize: 'none', spellcheck: false, maxLength: 200 }}
        />
        <label class="toggle">
          <input type="checkbox" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
          <span>{words.show}</span>
        </label>
        {failure && <Notice {...explain(failure)} />}
        <div class="actions">
          <Button type="submit" busy={busy}>
            {words.button}
          </Button>
          <Button kind="quiet" onPress={onBack}>
            {words.other}
          </Button>
        </div>
      </form>
    </Step>
  );
}
