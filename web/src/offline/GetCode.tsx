import { useState } from 'preact/hooks';
import { Button } from '../shared/Button.tsx';
import { Field } from '../shared/Field.tsx';
import { Failure } from '../shared/failure.ts';
import { Notice } from '../shared/Notice.tsx';
import { Progress, Step } from '../shared/Step.tsx';
import { explain } from '../shared/texts.ts';
import type { Challenge } from './challenge.ts';
import { computeCode } from './compute.ts';
import { failures, texts } from './texts.ts';

interface GetCodeProps {
  challenge: Challenge;
  onCode: (code: string) => void;
  onBack: () => void;
}

/** Has the phone verify its user, and computes the code. */
export function GetCode({ challenge, onCode, onBack }: GetCodeProps) {
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setWhy(null);
    const computed = await computeCode(challenge, challenge.pin ? pin : '');
    if (computed.ok) return onCode(computed.code);
    setWhy(computed.why);
    setBusy(false);
  };
  return (
    <Step title={texts.ready}>
      <p class="lead">{texts.forPc(`${challenge.mark.slice(0, 4)}-${challenge.mark.slice(4)}`)}</p>
      {why && <Notice {...(failures[why] ?? explain(new Failure(why)))} />}
      <form onSubmit={submit} noValidate>
        {challenge.pin && (
          <Field
            label={texts.pin}
            hint={texts.pinHint}
            value={pin}
            onValue={setPin}
            input={{ type: 'password', autoComplete: 'off', autoCapitalize: 'none', spellcheck: false }}
          />
        )}
        <div class="actions">
          <Button type="submit" busy={busy}>
            {texts.button}
          </Button>
          <Button kind="quiet" onPress={onBack}>
            {texts.another}
          </Button>
        </div>
      </form>
      {busy && <Progress text={texts.waiting} />}
    </Step>
  );
}
