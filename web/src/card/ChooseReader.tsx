import { useState } from 'preact/hooks';
import { Button } from '../shared/Button.tsx';
import { Step } from '../shared/Step.tsx';
import type { CardReader } from '../shared/tap.ts';
import { choose } from './texts.ts';

interface ChooseReaderProps {
  readers: CardReader[];
  button: string;
  onRequest: (readerId: string) => void;
}

/** Which reader the person uses, and the button that asks it for the card. */
export function ChooseReader({ readers, button, onRequest }: ChooseReaderProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const reader = readers.find(({ id }) => id === chosen) ?? readers[0];
  const several = readers.length > 1;
  const submit = (event: Event) => {
    event.preventDefault();
    if (reader) onRequest(reader.id);
  };
  return (
    <Step title={choose.title(several)}>
      <p class="lead">{choose.lead}</p>
      <form onSubmit={submit} noValidate>
        {several ? (
          <fieldset>
            <legend>{choose.legend}</legend>
            {readers.map((each) => (
              <label key={each.id} class="choice">
                <input type="radio" name="reader" checked={each === reader} onChange={() => setChosen(each.id)} />
                <ReaderName reader={each} />
              </label>
            ))}
          </fieldset>
        ) : (
          <p>{reader && <ReaderName reader={reader} />}</p>
        )}
        <div class="actions">
          <Button type="submit">{button}</Button>
        </div>
      </form>
    </Step>
  );
}

/** A reader's name; one that is simulated says so. */
export const ReaderName = ({ reader: { name, adapter } }: { reader: Pick<CardReader, 'name' | 'adapter'> }) => (
  <span>
    <bdi>{name}</bdi>
    {adapter === 'SIMULATED' && <span class="hint by-line">{choose.simulated}</span>}
  </span>
);
