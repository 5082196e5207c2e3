import { useState } from 'preact/hooks';
import { Button } from '../shared/Button.tsx';
import { Field } from '../shared/Field.tsx';
import type { Failure } from '../shared/failure.ts';
import { Notice } from '../shared/Notice.tsx';
import { Progress, Step } from '../shared/Step.tsx';
import { askKey, begin } from './ceremony.ts';
import type { SignIn } from './documents.ts';
import { explainSignIn } from './failures.ts';
import { connectSilently } from './listen.ts';
import type { Stage } from './stage.ts';
import { texts, username as words } from './texts.ts';
import { useStillHere } from './useStillHere.ts';

interface UsernameFormProps {
  username: string;
  failure: Failure | null;
  onSignIn: (token: string, signIn: SignIn, again: Stage) => void;
  onFailed: (failure: Failure, username: string) => void;
  onListen: (username: string) => void;
  onBack: () => void;
}

/** The username first, so that the browser is told whose phone to reach. */
export function UsernameForm({ username, failure, onSignIn, onFailed, onListen, onBack }: UsernameFormProps) {
  const [typed, setTyped] = useState(username);
  const [issue, setIssue] = useState<string | null>(null);
  const [busy, setBusy] = useState<'preparing' | 'waiting' | null>(null);

  const stillHere = useStillHere();

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const name = typed.trim();
    if (!name) return setIssue(words.empty);
    setBusy('preparing');
    const begun = await begin(name);
    if (!stillHere()) return;
    if (!begun.ok) return onFailed(begun.failure, name);
    // Before the browser is asked: the agent listens while phone and PC meet.
    await connectSilently(begun.value.signInToken);
    if (!stillHere()) return;
    setBusy('waiting');
    const answer = await askKey(begun.value);
    if (!stillHere()) return;
    if (answer.ok) onSignIn(begun.value.signInToken, answer.value, { at: 'username', username: name, failure: null });
    else onFailed(answer.failure, name);
  };

  // It was not heard, though it was reached as it has to be.
  const unheard = failure?.code === 'PROXIMITY_REQUIRED' && username !== '';
  const way = unheard ? { button: words.listen, hint: words.listenHint } : { button: words.prepare, hint: words.prepareHint };
  const listen = () => {
    const name = typed.trim() || username;
    if (name) onListen(name);
    else setIssue(words.empty);
  };
  return (
    <Step title={words.title}>
      <p class="lead">{words.lead}</p>
      {failure && !busy && <Notice {...explainSignIn(failure, true)} />}
      <form onSubmit={submit} noValidate>
        <Field
          label={words.label}
          value={typed}
          onValue={(value) => {
            setTyped(value);
            setIssue(null);
          }}
          issue={issue}
          focusIssue
          input={{ autoComplete: 'username', autoCapitalize: 'none', spellcheck: false, maxLength: 64 }}
        />
        <div class="actions">
          <Button type="submit" busy={busy !== null}>
            {words.button}
          </Button>
          <Button kind="quiet" onPress={onBack}>
            {texts.back}
          </Button>
        </div>
      </form>
      {busy && <Progress text={words[busy]} />}
      {!busy && (
        <section class="other-way" aria-label={way.button}>
          <p class="hint">{way.hint}</p>
          <Button kind="secondary" onPress={listen}>
            {way.button}
          </Button>
        </section>
      )}
    </Step>
  );
}
