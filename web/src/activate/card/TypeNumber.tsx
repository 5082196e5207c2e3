import { useState } from 'preact/hooks';
import { Button } from '../../shared/Button.tsx';
import { Field } from '../../shared/Field.tsx';
import { Step } from '../../shared/Step.tsx';
import { typed } from './texts.ts';

/** A field for a reader that types. What is in it is hidden, and not a password, which the browser would offer to keep. */
export function TypeNumber({ onNumber, onBack }: { onNumber: (number: string) => void; onBack: () => void }) {
  const [number, setNumber] = useState('');
  const [issue, setIssue] = useState<string | null>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    if (number.trim() === '') setIssue(typed.empty);
    else onNumber(number.trim());
  };
  return (
    <Step title={typed.title}>
      <p class="lead">{typed.lead}</p>
      <form onSubmit={submit} noValidate>
        <Field
          label={typed.label}
          hint={typed.hint}
          value={number}
          onValue={(value) => {
            setNumber(value);
            setIssue(null);
          }}
          issue={issue}
          focusIssue
          input={{ autoComplete: 'off', autoCapitalize: 'none', spellcheck: false, class: 'masked', maxLength: 64 }}
        />
        <div class="actions">
          <Button type="submit">{typed.button}</Button>
          <Button kind="quiet" onPress={onBack}>
            {typed.back}
          </Button>
        </div>
      </form>
    </Step>
  );
}
