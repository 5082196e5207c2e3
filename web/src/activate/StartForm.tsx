import { useState } from 'preact/hooks';
import { Button } from '../shared/Button.tsx';
import { whyNoWebAuthn } from '../shared/device.ts';
import { Field } from '../shared/Field.tsx';
import { Failure } from '../shared/failure.ts';
import { Notice } from '../shared/Notice.tsx';
import { type Device, explain } from '../shared/texts.ts';
import { welcome } from './texts.ts';

interface StartFormProps {
  label: string;
  kind?: 'primary' | 'secondary';
  device: Device;
  codeRequired: boolean;
  /** A card needs no WebAuthn. */
  webAuthn?: boolean;
  code: string;
  onCode: (code: string) => void;
  onStart: () => Promise<Failure | null>;
}

/** The button that starts, and the activation code before it where one is asked for. */
export function StartForm({ label, kind = 'primary', device, codeRequired, webAuthn = true, code, onCode, onStart }: StartFormProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const cannot = webAuthn ? whyNoWebAuthn() : null;
  if (cannot) return <Notice {...explain(new Failure(cannot), device)} />;

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(null);
    const failure = await onStart();
    setFailure(failure);
    setBusy(false);
  };
  const aboutCode = failure?.code.startsWith('ACTIVATION_CODE_');
  return (
    <form onSubmit={submit} noValidate>
      {codeRequired && (
        <Field
          label={welcome.code}
          hint={welcome.codeHint}
          value={code}
          onValue={onCode}
          issue={aboutCode ? failure?.message : null}
          focusIssue
          input={{ autoComplete: 'off', autoCapitalize: 'characters', spellcheck: false, class: 'code', maxLength: 20 }}
        />
      )}
      {failure && !aboutCode && <Notice {...explain(failure, device)} />}
      <div class="actions">
        <Button type="submit" kind={kind} busy={busy}>
          {label}
        </Button>
      </div>
    </form>
  );
}
