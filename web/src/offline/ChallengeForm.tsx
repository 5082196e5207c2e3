import { useState } from 'preact/hooks';
import { Button } from '../shared/Button.tsx';
import { Field } from '../shared/Field.tsx';
import { type Challenge, readChallenge } from './challenge.ts';
import { texts } from './texts.ts';

/** Asks for the challenge, to be typed. `scanned` is one that could not be read. */
export function ChallengeForm({ scanned, onChallenge }: { scanned: string; onChallenge: (challenge: Challenge) => void }) {
  const [typed, setTyped] = useState(scanned);
  const [issue, setIssue] = useState<string | null>(scanned ? texts.wrong : null);
  const submit = async (event: Event) => {
    event.preventDefault();
    const challenge = await readChallenge(typed);
    if (challenge) onChallenge(challenge);
    else setIssue(texts.wrong);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Field
        label={texts.field}
        hint={texts.fieldHint}
        value={typed}
        onValue={(value) => {
          setTyped(value);
          setIssue(null);
        }}
        issue={issue}
        focusIssue
        input={{ autoComplete: 'off', autoCapitalize: 'characters', spellcheck: false, maxLength: 60, class: 'code', dir: 'ltr' }}
      />
      <div class="actions">
        <Button type="submit">{texts.next}</Button>
      </div>
    </form>
  );
}
