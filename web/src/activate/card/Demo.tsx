import { useState } from 'preact/hooks';
import { change, type Failure } from '../../shared/api.ts';
import { Button } from '../../shared/Button.tsx';
import { type CardActivation, connectDemoReader, type TapJob, tapDemoCard } from '../../shared/documents.ts';
import { Notice } from '../../shared/Notice.tsx';
import { demo, explain } from '../../shared/texts.ts';

interface DemoReaderProps {
  activationId: string;
  onConnected: (now: CardActivation) => void;
  onFailed: (failure: Failure) => void;
}

/** A demo’s own reader, for who has none. */
export function DemoReader({ activationId, onConnected, onFailed }: DemoReaderProps) {
  const [busy, setBusy] = useState(false);
  const connect = async () => {
    setBusy(true);
    const answer = await change(connectDemoReader, { input: { activationId } });
    setBusy(false);
    if (answer.ok) onConnected(answer.value.activation);
    else onFailed(answer.failure);
  };
  return (
    <section class="demo-way" aria-label={demo.reader.title}>
      <h2>{demo.reader.title}</h2>
      <p>{demo.reader.text}</p>
      <Button busy={busy} onPress={connect}>
        {demo.reader.use}
      </Button>
    </section>
  );
}

/** Lays made-up cards on the demo’s reader. What comes of it, the page hears as it does of any card. */
export function DemoCards({ tap }: { tap: TapJob }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const lay = async (card: 'NEW' | 'TAKEN') => {
    setBusy(true);
    setFailure(null);
    const answer = await change(tapDemoCard, { input: { tapJobId: tap.id, card } });
    setBusy(false);
    if (!answer.ok) setFailure(answer.failure);
  };
  return (
    <>
      {failure && <Notice {...explain(failure)} />}
      <div class="actions">
        <Button busy={busy} onPress={() => lay('NEW')}>
          {demo.card.fresh}
        </Button>
        <Button kind="secondary" busy={busy} onPress={() => lay('TAKEN')}>
          {demo.card.taken}
        </Button>
      </div>
    </>
  );
}
