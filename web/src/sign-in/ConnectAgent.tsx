import { useEffect, useMemo, useState } from 'preact/hooks';
import { CodeForm } from '../card/ConnectReader.tsx';
import { connect } from '../card/texts.ts';
import { useAgentDoor } from '../card/useAgentDoor.ts';
import { Waiting } from '../card/Waiting.tsx';
import { Button } from '../shared/Button.tsx';
import type { Failure } from '../shared/failure.ts';
import { Loading, Progress, Step } from '../shared/Step.tsx';
import { accessBySignIn } from './agentAccess.ts';
import { askKey, begin } from './ceremony.ts';
import type { BegunSignIn, SignIn } from './documents.ts';
import type { Stage } from './stage.ts';
import { listen, texts } from './texts.ts';
import { useStillHere } from './useStillHere.ts';

interface ConnectAgentProps {
  username: string;
  onSignIn: (token: string, signIn: SignIn, again: Stage) => void;
  onFailed: (failure: Failure, username: string) => void;
  onBack: () => void;
}

/** Connects the agent on this PC in any way there is, then asks for the phone while that listens. */
export function ConnectAgent({ username, onSignIn, onFailed, onBack }: ConnectAgentProps) {
  const [begun, setBegun] = useState<BegunSignIn | null>(null);
  useEffect(() => void begin(username).then((answer) => (answer.ok ? setBegun(answer.value) : onFailed(answer.failure, username))), []);
  return begun ? <Connecting {...{ begun, username, onSignIn, onFailed, onBack }} /> : <Loading />;
}

function Connecting({ begun, username, onSignIn, onFailed, onBack }: ConnectAgentProps & { begun: BegunSignIn }) {
  const [connected, setConnected] = useState(false);
  const access = useMemo(() => accessBySignIn(begun.signInToken), [begun]);
  const stillHere = useStillHere();
  const ask = async () => {
    setConnected(true);
    const answer = await askKey(begun);
    if (!stillHere()) return;
    if (answer.ok) onSignIn(begun.signInToken, answer.value, { at: 'listen', username });
    else onFailed(answer.failure, username);
  };
  const looking = useAgentDoor(access, !connected, () => void ask());
  return (
    <Step title={listen.title}>
      <p class="lead">{listen.lead}</p>
      {connected ? (
        <Progress text={listen.waiting} />
      ) : (
        <>
          {looking && (
            <>
              <Waiting text={connect.looking} />
              <p class="hint">{connect.lookingHint}</p>
            </>
          )}
          <CodeForm access={access} onConnected={() => void ask()} onFailed={(failure) => onFailed(failure, username)} />
          <div class="actions">
            <Button kind="quiet" onPress={onBack}>
              {texts.back}
            </Button>
          </div>
        </>
      )}
    </Step>
  );
}
