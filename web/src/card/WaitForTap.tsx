import { useEffect, useState } from 'preact/hooks';
import { serverNow } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import { useDemo } from '../shared/demo.tsx';
import { Step } from '../shared/Step.tsx';
import type { CardReader, TapJob } from '../shared/tap.ts';
import { CardPicture } from './CardPicture.tsx';
import { ReaderName } from './ChooseReader.tsx';
import { type DemoCard, DemoCards } from './Demo.tsx';
import { tap as texts } from './texts.ts';
import { Waiting } from './Waiting.tsx';

interface WaitForTapProps {
  tap: TapJob;
  reader: CardReader | null;
  connected: boolean;
  demoCards: readonly DemoCard[];
  onCancel: () => void;
}

/** After this long a reader that was not asked yet has something else to do. */
const soon = 3_000;

/** The reader waits for the card. */
export function WaitForTap({ tap, reader, connected, demoCards, onCancel }: WaitForTapProps) {
  const { left, waited } = useCountdown(tap);
  const isDemo = useDemo();
  const text = tap.status === 'CLAIMED' ? texts.ready : waited < soon ? texts.queued : texts.busy;
  return (
    <Step title={texts.title}>
      <CardPicture />
      <Waiting text={connected ? text : texts.away} away={!connected} />
      <p class="countdown">
        {left > 0 ? (
          <>
            <span role="timer">{asMinutes(left)}</span> {texts.left}
          </>
        ) : (
          texts.over
        )}
      </p>
      {reader && (
        <p>
          {texts.at} <ReaderName reader={reader} />
        </p>
      )}
      {isDemo && reader?.adapter === 'SIMULATED' ? <DemoCards cards={demoCards} /> : <p class="hint">{texts.lifted}</p>}
      <div class="actions">
        <Button kind="secondary" onPress={onCancel}>
          {texts.cancel}
        </Button>
      </div>
    </Step>
  );
}

const asMinutes = (ms: number): string => {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** How long a request for a tap still waits, and how long this page has seen it wait. Mounted anew for each request. */
function useCountdown({ createdAt, expiresAt }: TapJob): { left: number; waited: number } {
  const [began] = useState(() => performance.now());
  const [whole] = useState(() => Math.min(Date.parse(expiresAt) - serverNow(), Date.parse(expiresAt) - Date.parse(createdAt)));
  const [now, setNow] = useState(began);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return { left: whole - (now - began), waited: now - began };
}
