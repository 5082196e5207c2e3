import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { AtReader } from '../../card/AtReader.tsx';
import { ConnectReader } from '../../card/ConnectReader.tsx';
import { useAgentDoor } from '../../card/useAgentDoor.ts';
import { type Answer, change, type Failure } from '../../shared/api.ts';
import { type Activation, cancelTapJob, registerTypedCard, requestCardTap, tapDemoCard } from '../../shared/documents.ts';
import { endsLink, Failed } from '../../shared/Failed.tsx';
import { doneBefore, SessionEnded } from '../../shared/SessionEnded.tsx';
import { Loading, Progress, Step } from '../../shared/Step.tsx';
import type { TapJob } from '../../shared/tap.ts';
import { demo } from '../../shared/texts.ts';
import { accessByActivation } from './agentAccess.ts';
import { InstallAgent } from './InstallAgent.tsx';
import { TypeNumber } from './TypeNumber.tsx';
import { button, masked, typed } from './texts.ts';
import { useCardActivation } from './useCardActivation.ts';
import { useTypedNumber } from './useTypedNumber.ts';

/** What the person chose to see; `live` leaves it to what the server tells. */
type Stage =
  | { at: 'live' }
  | { at: 'connect' }
  /** `unless`: the agent that was there already, which ends nothing. */
  | { at: 'install'; unless: string | null }
  | { at: 'typing' }
  | { at: 'checking'; masked: string }
  | { at: 'failed'; failure: Failure };

export interface CardSetupProps {
  activation: Activation;
  onDone: (activation: Activation) => void;
  /** The link is over: no further try can succeed. */
  onEnded: (failure: Failure) => void;
  /** Opens the link anew; null where its token is gone. */
  onReopen: (() => void) | null;
}

/** Activates a card whose link is open in this browser: finds the reader, asks it for the card, and takes what comes. */
export function CardSetup({ activation, onDone, onEnded, onReopen }: CardSetupProps) {
  const [stage, setStage] = useState<Stage>({ at: 'live' });
  const [busy, setBusy] = useState(false);
  const asked = useRef(false);
  const go = (at: 'live' | 'connect' | 'typing') => setStage({ at });

  const fail = async (failure: Failure) => {
    const done = await doneBefore(activation.id, failure);
    if (done) onDone(done);
    else if (endsLink(failure)) onEnded(failure);
    else setStage({ at: 'failed', failure });
  };
  const live = useCardActivation(activation, { onDone, onEnded, onFailed: (failure) => void fail(failure) });
  const { now, tap } = live;
  const agent = now?.readerAgent ?? null;
  const readers = agent?.online ? agent.readers.filter(({ connected }) => connected) : [];
  const connect = (next: NonNullable<typeof now>) => {
    live.take(next);
    go('live');
  };
  const access = useMemo(() => accessByActivation(activation.id), [activation.id]);
  // One that is there and not connected with the server leaves the person where they are.
  const looking = useAgentDoor(access, now !== null && !agent?.online, (next) => (next.readerAgent?.online ? connect : live.take)(next));

  /** Runs one change at a time. */
  const run = async <T,>(asking: () => Promise<Answer<T>>, take: (value: T) => void) => {
    if (busy) return;
    setBusy(true);
    const answer = await asking();
    setBusy(false);
    if (answer.ok) take(answer.value);
    else await fail(answer.failure);
  };
  const request = (readerId: string) => {
    asked.current = true;
    return run(
      () => change(requestCardTap, { input: { activationId: activation.id, readerId } }),
      ({ tapJob }) => live.takeTap(tapJob),
    );
  };
  const cancel = async (tapJobId: string) => {
    const answer = await change(cancelTapJob, { input: { tapJobId } });
    // It may have ended meanwhile, and the stream tells how.
    if (answer.ok) live.dropTap();
    else if (answer.failure.code !== 'TAP_JOB_ENDED') await fail(answer.failure);
  };
  const register = (number: string) => {
    if (busy) return;
    setStage({ at: 'checking', masked: masked(number) });
    void run(
      () => change(registerTypedCard, { input: { activationId: activation.id, number } }),
      (value) => onDone(value.activation),
    );
  };

  useTypedNumber(stage.at === 'live' || stage.at === 'connect', register);

  // The press that led here was for the card: the one reader that is there is asked at once, and the person once for each further try.
  const only = readers.length === 1 ? readers[0]?.id : undefined;
  const mayAsk = stage.at === 'live' && !tap && !asked.current && only !== undefined;
  useEffect(() => {
    if (mayAsk) void request(only);
  }, [mayAsk, only]);
  // The agent that was to be set up runs.
  const cameOnline = stage.at === 'install' && agent?.online && agent.id !== stage.unless;
  useEffect(() => {
    if (cameOnline) go('live');
  }, [cameOnline]);

  if (stage.at === 'failed') {
    if (stage.failure.code === 'ACTIVATION_SESSION_ENDED') return <SessionEnded failure={stage.failure} onReopen={onReopen} />;
    const again = () => {
      live.again();
      go('live');
    };
    return <Failed failure={stage.failure} onRetry={again} />;
  }
  if (stage.at === 'checking') {
    return (
      <Step key="checking" title={typed.checking}>
        <Progress text={`${typed.number} ${stage.masked}`} />
      </Step>
    );
  }
  if (!now) return <Loading />;
  if (stage.at === 'typing') return <TypeNumber key="typing" onNumber={register} onBack={() => go('live')} />;
  if (stage.at === 'install') {
    const paired = agent && agent.id !== stage.unless ? agent : null;
    return <InstallAgent key="install" activationId={activation.id} agent={paired} onFailed={fail} onBack={() => go('connect')} />;
  }
  if (stage.at === 'connect' || !agent) {
    const toInstall = () => setStage({ at: 'install', unless: agent?.id ?? null });
    return (
      <ConnectReader key="connect" {...{ access, looking }} onConnected={connect} onFailed={fail} onInstall={toInstall} onType={() => go('typing')} />
    );
  }
  return (
    <AtReader
      {...{ agent, readers, tap }}
      connected={live.connected}
      asking={busy || mayAsk}
      onRequest={request}
      onCancel={cancel}
      onForget={live.dropTap}
      onOther={() => go('connect')}
      onType={() => go('typing')}
      button={button}
      demoCards={demoCards}
    />
  );
}

const demoCards = ({ id: tapJobId }: TapJob) => [
  { label: demo.card.fresh, lay: () => change(tapDemoCard, { input: { tapJobId, card: 'NEW' } }) },
  { label: demo.card.taken, lay: () => change(tapDemoCard, { input: { tapJobId, card: 'TAKEN' } }) },
];
