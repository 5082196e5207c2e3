import { useState } from 'preact/hooks';
import { change, type Failure } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import type { KeyKind } from '../shared/documents.ts';
import { type KeyRequest, requestKey } from './documents.ts';
import { Moment } from './Moment.tsx';
import { request, texts } from './texts.ts';

interface RequestKeyProps {
  /** What was asked for and not given yet. */
  asked: KeyRequest | null;
  onAsked: (asked: KeyRequest) => void;
  onFailed: (failure: Failure) => void;
}

/** Asks the administrators for another key. */
export function RequestKey({ asked, onAsked, onFailed }: RequestKeyProps) {
  const [kind, setKind] = useState<KeyKind>('SMARTPHONE');
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const answer = await change(requestKey, { input: { kind } });
    setBusy(false);
    if (answer.ok) onAsked(answer.value.keyRequest);
    else onFailed(answer.failure);
  };
  return (
    <section class="other-way" aria-label={request.title}>
      <h2>{request.title}</h2>
      {asked ? (
        <p role="status">
          {request.asked(asked.kind)} {request.since} <Moment at={asked.requestedAt} />.
        </p>
      ) : (
        <form onSubmit={submit} noValidate>
          <p class="hint">{request.text}</p>
          <fieldset>
            <legend>{request.legend}</legend>
            {(Object.keys(texts.kinds) as KeyKind[]).map((each) => (
              <label key={each} class="toggle">
                <input type="radio" name="kind" checked={each === kind} onChange={() => setKind(each)} />
                <span>{texts.kinds[each]}</span>
              </label>
            ))}
          </fieldset>
          <Button type="submit" kind="secondary" busy={busy}>
            {request.button}
          </Button>
        </form>
      )}
    </section>
  );
}
