import { useState } from 'preact/hooks';
import type { Answer, Failure } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import { Notice } from '../shared/Notice.tsx';
import { demo, explain } from '../shared/texts.ts';
import type { AgentAccess } from './agentAccess.ts';

interface DemoReaderProps<Now> {
  access: AgentAccess<Now>;
  onConnected: (now: Now) => void;
  onFailed: (failure: Failure) => void;
}

/** A demo’s own reader, for who has none. */
export function DemoReader<Now>({ access, onConnected, onFailed }: DemoReaderProps<Now>) {
  const [busy, setBusy] = useState(false);
  const connect = async () => {
    setBusy(true);
    const answer = await access.connectDemo();
    setBusy(false);
    if (answer.ok) onConnected(answer.value);
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

/** A made-up card, and what lays it on the demo’s reader. */
export interface DemoCard {
  label: string;
  lay: () => Promise<Answer<unknown>>;
}

/** Lays made-up cards on the demo’s reader. What comes of it, the page hears as it does of any card. */
export function DemoCards({ cards }: { cards: readonly DemoCard[] }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const press = async ({ lay }: DemoCard) => {
    setBusy(true);
    setFailure(null);
    const answer = await lay();
    setBusy(false);
    if (!answer.ok) setFailure(answer.failure);
  };
  return (
    <>
      {failure && <Notice {...explain(failure)} />}
      <div class="actions">
        {cards.map((card, i) => (
          <Button key={card.label} kind={i === 0 ? 'primary' : 'secondary'} busy={busy} onPress={() => press(card)}>
            {card.label}
          </Button>
        ))}
      </div>
    </>
  );
}
