import { useState } from 'preact/hooks';
import { change, type Failure } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import { Field } from '../shared/Field.tsx';
import { type OwnKey, renameOwnKey } from './documents.ts';
import { rename } from './texts.ts';

interface RenameFormProps {
  own: OwnKey;
  onDone: () => void;
  onFailed: (failure: Failure) => void;
  onCancel: () => void;
}

/** Another name for a key. */
export function RenameForm({ own: { id: keyId, name: before }, onDone, onFailed, onCancel }: RenameFormProps) {
  const [name, setName] = useState(before);
  const [issue, setIssue] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const answer = await change(renameOwnKey, { input: { keyId, name } });
    setBusy(false);
    if (answer.ok) return onDone();
    const { failure } = answer;
    if (failure.issues[0]) setIssue(failure.issues[0].message);
    else onFailed(failure);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Field
        label={rename.label}
        value={name}
        onValue={(value) => {
          setName(value);
          setIssue(null);
        }}
        issue={issue}
        focusIssue
        input={{ autoComplete: 'off', dir: 'auto', maxLength: 200 }}
      />
      <div class="actions">
        <Button type="submit" busy={busy}>
          {rename.button}
        </Button>
        <Button kind="quiet" onPress={onCancel}>
          {rename.cancel}
        </Button>
      </div>
    </form>
  );
}
