import { useState } from 'preact/hooks';
import { Button } from '../shared/Button.tsx';
import { whyNoWebAuthn } from '../shared/device.ts';
import { Field } from '../shared/Field.tsx';
import { Failure } from '../shared/failure.ts';
import { Notice } from '../shared/Notice.tsx';
import { Step } from '../shared/Step.tsx';
import { type Device, explain } from '../shared/texts.ts';
import { form } from './texts.ts';

export interface Details {
  organisation: string;
  displayName: string;
  email: string;
  key: 'PHONE' | 'HARDWARE_KEY';
}
export const emptyDetails: Details = { organisation: '', displayName: '', email: '', key: 'PHONE' };

interface OwnerFormProps {
  phone: Device;
  details: Details;
  onDetails: (details: Details) => void;
  onSubmit: () => Promise<Failure | null>;
}

const fields = [
  { name: 'organisation', path: 'organisation', label: form.organisation, hint: form.organisationHint, autoComplete: 'organization', type: 'text' },
  { name: 'displayName', path: 'owner.displayName', label: form.name, hint: undefined, autoComplete: 'name', type: 'text' },
  // The username is the email's first part, so what is wrong with it is put right here.
  { name: 'email', path: 'owner.email owner.username', label: form.email, hint: undefined, autoComplete: 'email', type: 'email' },
] as const;

/** Who the owner is, and which key will be theirs. */
export function OwnerForm({ phone, details, onDetails, onSubmit }: OwnerFormProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const cannot = whyNoWebAuthn();

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(null);
    setFailure(await onSubmit());
    setBusy(false);
  };
  const issues = failure?.issues ?? [];
  const issueAt = (paths: string) => {
    const issue = issues.find(({ path }) => paths.split(' ').includes(path.join('.')));
    return issue?.code === 'REQUIRED' ? form.required : issue?.message;
  };
  const first = fields.find(({ path }) => issueAt(path));
  return (
    <Step title={form.title}>
      <p class="lead">{form.lead}</p>
      {cannot && <Notice {...explain(new Failure(cannot))} />}
      <form onSubmit={submit} noValidate>
        {fields.map(({ name, path, label, hint, autoComplete, type }) => (
          <Field
            key={name}
            label={label}
            hint={hint}
            value={details[name]}
            onValue={(value) => onDetails({ ...details, [name]: value })}
            issue={issueAt(path)}
            focusIssue={first?.name === name}
            input={{ autoComplete, type, dir: name === 'email' ? 'ltr' : 'auto', required: true }}
          />
        ))}
        <fieldset>
          <legend>{form.key}</legend>
          <KeyChoice device={phone} checked={details.key === 'PHONE'} onChoose={() => onDetails({ ...details, key: 'PHONE' })} />
          <KeyChoice device="HARDWARE_KEY" checked={details.key === 'HARDWARE_KEY'} onChoose={() => onDetails({ ...details, key: 'HARDWARE_KEY' })} />
        </fieldset>
        {failure && !first && <Notice {...explain(failure)} />}
        <div class="actions">
          <Button type="submit" busy={busy}>
            {form.button}
          </Button>
        </div>
      </form>
    </Step>
  );
}

const KeyChoice = ({ device, checked, onChoose }: { device: Device; checked: boolean; onChoose: () => void }) => (
  <label class="choice">
    <input type="radio" name="key" checked={checked} onChange={onChoose} />
    <span>
      <strong>{form.keys[device].label}</strong>
      <span class="hint">{form.keys[device].hint}</span>
    </span>
  </label>
);
