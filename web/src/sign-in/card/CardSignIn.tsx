import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { AtReader } from '../../card/AtReader.tsx';
import { ConnectReader } from '../../card/ConnectReader.tsx';
import { useAgentDoor } from '../../card/useAgentDoor.ts';
import { change } from '../../shared/api.ts';
import { Button } from '../../shared/Button.tsx';
import { Failed } from '../../shared/Failed.tsx';
import type { Failure } from '../../shared/failure.ts';
import { Loading, Step } from '../../shared/Step.tsx';
import { accessBySignIn } from '../agentAccess.ts';
import { signInOf } from '../ceremony.ts';
import { type SignIn, signInWithCard, tapDemoSignInCard } from '../documents.ts';
import { card, texts } from '../texts.ts';
import type { Beginning } from '../useBeginning.ts';
import { InstallAgent } from './InstallAgent.tsx';
import { useLiveSignIn } from './useLiveSignIn.ts';

export interface CardSignInProps {
  /** Of a sign-in whose agent is connected already; null begins one. */
  token: string | null;
  begin: Beginning['begin'];
  /** The card was tapped: its PIN is wanted. */
  onSignIn: (token: string, signIn: SignIn) => void;
  /** Tells the sign-in that was begun: its request for a tap still stands, and a later one takes it back. */
  onBack: (token: string | null) => void;
}

/** Signs in by a card: begins, and begins anew once the time is over. */
export function CardSignIn({ token, begin, onSignIn, onBack }: CardSignInProps) {
  const [current, setCurrent] = useState(token);
  const [failure, setFailure] = useState<Failure | null>(null);
  const back = () => onBack(current);
  const start = async () => {
    setFailure(null);
    setCurrent(null);
    const begun = await begin();
    if (begun.ok) setCurrent(begun.value.signInToken);
    else setFailure(begun.failure);
  };
  useEffect(() => {
    if (token === null) void start();
  }, []);

  if (failure?.code === 'SIGN_IN_ENDED') return <Ended onRetry={start} onBack={() => onBack(null)} />;
  if (failure) {
    return (
      <Failed failure={failure} onRetry={current === null ? start : () => setFailure(null)}>
        <Back onBack={back} />
      </Failed>
    );
  }
  if (current === null) return <Loading />;
  return <AtThisPc key={current} token={current} onPinWanted={(signIn) => onSignIn(current, signIn)} onFailed={setFailure} onBack={back} />;
}

const Back = ({ onBack }: { onBack: () => void }) => (
  <Button kind="quiet" onPress={onBack}>
    {texts.back}
  </Button>
);

const Ended = ({ onRetry, onBack }: { onRetry: () => void; onBack: () => void }) => (
  <Step title={card.ended.title}>
    <div role="alert">
      <p class="lead">{card.ended.message}</p>
      <p>{card.ended.next}</p>
    </div>
    <div class="actions">
      <Button onPress={onRetry}>{texts.again}</Button>
      <Back onBack={onBack} />
    </div>
  </Step>
);

interface AtThisPcProps {
  token: string;
  onPinWanted: (signIn: SignIn) => void;
  onFailed: (failure: Failure) => void;
  onBack: () => void;
}

/** Finds the reader on this PC, asks it for the card, and waits for the tap. */
function AtThisPc({ token, onPinWanted, onFailed, onBack }: AtThisPcProps) {
  const [stage, setStage] = useState<'live' | 'connect' | 'install'>('live');
  const [busy, setBusy] = useState(false);
  const asked = useRef(false);
  const live = useLiveSignIn(token, { onPinWanted, onFailed });
  const { now, tap } = live;
  const agent = now?.readerAgent ?? null;
  const readers = agent?.online ? agent.readers.filter(({ connected }) => connected) : [];
  const access = useMemo(() => accessBySignIn(token), [token]);
  const connect = (next: SignIn) => {
    live.take(next);
    live.again();
    setStage('live');
  };
  const looking = useAgentDoor(access, now !== null && !agent?.online && stage !== 'install', connect);

  const request = async (readerId: string) => {
    if (busy) return;
    asked.current = true;
    setBusy(true);
    const answer = signInOf(await change(signInWithCard, { input: { signInToken: token, readerId } }));
    setBusy(false);
    if (answer.ok) live.take(answer.value);
    else onFailed(answer.failure);
  };
  // The press that led here was for the card: the one reader that is there is asked at once, and the person once for each further try.
  const only = readers.length === 1 ? readers[0]?.id : undefined;
  const mayAsk = stage === 'live' && !tap && !asked.current && only !== undefined;
  useEffect(() => {
    if (mayAsk) void request(only);
  }, [mayAsk, only]);

  if (!now) return <Loading />;
  if (stage === 'install') return <InstallAgent key="install" onDone={() => setStage('connect')} />;
  if (stage === 'connect' || !agent) {
    return (
      <ConnectReader
        key="connect"
        {...{ access, looking, onFailed, onBack }}
        onConnected={connect}
        onInstall={() => setStage('install')}
        noneText={card.noAgent}
      />
    );
  }
  return (
    <AtReader
      {...{ agent, readers, tap }}
      connected={live.connected}
      asking={busy || mayAsk}
      onRequest={request}
      onCancel={onBack}
      onForget={live.dropTap}
      onOther={() => setStage('connect')}
      onBack={onBack}
      button={card.button}
      demoCards={() => [{ label: card.demoCard, lay: () => change(tapDemoSignInCard, { input: { signInToken: token } }) }]}
    />
  );
}
