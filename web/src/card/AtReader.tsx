import { Loading } from '../shared/Step.tsx';
import { type CardReader, isOpen, type ReaderAgent, type TapJob } from '../shared/tap.ts';
import { ChooseReader } from './ChooseReader.tsx';
import type { DemoCard } from './Demo.tsx';
import { AgentAway, NoReader } from './Missing.tsx';
import { TapFailed } from './TapFailed.tsx';
import { WaitForTap } from './WaitForTap.tsx';

interface AtReaderProps {
  agent: ReaderAgent;
  /** Those that are plugged in. */
  readers: CardReader[];
  tap: TapJob | null;
  connected: boolean;
  /** The reader is being asked at this moment, or about to be. */
  asking: boolean;
  onRequest: (readerId: string) => void;
  onCancel: (tapJobId: string) => void;
  /** Forgets the request that has ended, so that the readers are shown again. */
  onForget: () => void;
  onOther: () => void;
  /** Where the number of the card may be typed as well. */
  onType?: () => void;
  /** Where there is another way than by a card. */
  onBack?: () => void;
  /** What the button says that asks the reader for the card. */
  button: string;
  demoCards: (tap: TapJob) => readonly DemoCard[];
}

/** At the person's agent: what is missing, which reader, the tap, and what became of it. */
export function AtReader({
  agent,
  readers,
  tap,
  connected,
  asking,
  onRequest,
  onCancel,
  onForget,
  onOther,
  onType,
  onBack,
  button,
  demoCards,
}: AtReaderProps) {
  if (!agent.online) return <AgentAway key="away" agent={agent} onOther={onOther} />;
  if (tap && isOpen(tap)) {
    const reader = agent.readers.find(({ id }) => id === tap.reader?.id) ?? null;
    return <WaitForTap key={tap.id} {...{ tap, reader, connected }} demoCards={demoCards(tap)} onCancel={() => onCancel(tap.id)} />;
  }
  if (tap && (tap.status === 'FAILED' || tap.status === 'EXPIRED')) {
    const [reader] = readers;
    const again = () => (readers.length === 1 && reader ? onRequest(reader.id) : onForget());
    return <TapFailed key={tap.id} tap={tap} busy={asking} onRetry={again} {...(onType && { onType })} {...(onBack && { onBack })} />;
  }
  if (readers.length === 0) return <NoReader key="noReader" onOther={onOther} />;
  return asking ? <Loading /> : <ChooseReader key="choose" {...{ readers, button, onRequest }} />;
}
