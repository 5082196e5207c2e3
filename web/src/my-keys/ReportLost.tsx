import { useState } from 'preact/hooks';
import { change, type Failure } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import { type OwnKey, reportOwnKeyLost } from './documents.ts';
import { lost } from './texts.ts';

interface ReportLostProps {
  own: OwnKey;
  onDone: () => void;
  onFailed: (failure: Failure) => void;
  onCancel: () => void;
}

/** What it means that a key is lost, and the button that says so. */
export function ReportLost({ own: { id: keyId, name }, onDone, onFailed, onCancel }: ReportLostProps) {
  const [busy, setBusy] = useState(false);
  const report = async () => {
    setBusy(true);
    const answer = await change(reportOwnKeyLost, { input: { keyId } });
    setBusy(false);
    if (answer.ok) return onDone();
    onFailed(answer.failure);
    onCancel();
  };
  return (
    <div class="notice" role="alert">
      <p>
        <strong>{lost.title(name)}</strong> {lost.warning} {lost.own}
      </p>
      <div class="actions">
        <Button busy={busy} onPress={report}>
          {lost.button}
        </Button>
        <Button kind="secondary" onPress={onCancel}>
          {lost.cancel}
        </Button>
      </div>
    </div>
  );
}
