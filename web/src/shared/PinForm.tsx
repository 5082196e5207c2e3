import { useId, useState } from 'preact/hooks';
import { Button } from './Button.tsx';
import { Field, type Typing } from './Field.tsx';
import { examinePin, isGoodPin } from './pin.ts';
import { Step } from './Step.tsx';
import { ceremony } from './texts.ts';

const { pin: texts } = ceremony;

/** Asks for a PIN twice, with its rules shown as it is typed. `issue` is what the server had to say about the last one. */
export function PinForm({ issue, onPin }: { issue: string | null; onPin: (pin: string) => void }) {
  const rulesId = useId();
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [shown, setShown] = useState(false);
  const [wrong, setWrong] = useState<{ pin?: string; again?: string }>(issue ? { pin: issue } : {});
  const kept = examinePin(pin);
  const long = kept.length;
  const rules = {
    length: long,
    run: long && kept.run,
    repeat: long && kept.repeat,
    date: long && kept.date,
    match: long && pin.normalize('NFC') === again.normalize('NFC'),
  };

  const submit = (event: Event) => {
    event.preventDefault();
    if (!isGoodPin(pin)) setWrong({ pin: texts.fix });
    else if (!rules.match) setWrong({ again: texts.differ });
    else onPin(pin);
  };
  const input: Typing = { type: shown ? 'text' : 'password', autoComplete: 'new-password', autoCapitalize: 'none', spellcheck: false };

  return (
    <Step title={texts.title}>
      <p class="lead">{texts.lead}</p>
      <form onSubmit={submit} noValidate>
        <Field
          label={texts.label}
          value={pin}
          onValue={(value) => {
            setPin(value);
            setWrong({});
          }}
          issue={wrong.pin}
          focusIssue
          describedBy={rulesId}
          input={input}
        />
        <Field
          label={texts.again}
          value={again}
          onValue={(value) => {
            setAgain(value);
            setWrong({});
          }}
          issue={wrong.again}
          focusIssue
          input={input}
        />
        <label class="toggle">
          <input type="checkbox" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
          <span>{texts.show}</span>
        </label>
        <ul class="rules" id={rulesId}>
          {Object.entries(rules).map(([rule, holds]) => (
            <li key={rule} class={holds ? 'kept' : ''}>
              {texts.rules[rule as keyof typeof rules]} <span class="unseen">{holds ? texts.kept : texts.notKept}</span>
            </li>
          ))}
        </ul>
        <div class="actions">
          <Button type="submit">{texts.next}</Button>
        </div>
      </form>
    </Step>
  );
}
