import { useRef, useState } from 'preact/hooks';
import type { Failure } from '../shared/failure.ts';
import { Lazy } from '../shared/Lazy.tsx';
import { Loading } from '../shared/Step.tsx';
import { ConnectAgent } from './ConnectAgent.tsx';
import type { SignIn } from './documents.ts';
import { Ending } from './Ending.tsx';
import { pageAfter } from './nextPage.ts';
import { PinEntry } from './PinEntry.tsx';
import { Start } from './Start.tsx';
import { byOf, type Stage } from './stage.ts';
import { pin, texts } from './texts.ts';
import { UsernameForm } from './UsernameForm.tsx';
import { useBeginning } from './useBeginning.ts';

/** The part for cards, which nobody else need load. */
const loadCardSignIn = async () => (await import('./card/CardSignIn.tsx')).CardSignIn;

const start: Stage = { at: 'start', failure: null };

/** `/sign-in`: one button, and other ways for who needs them. */
export function SignInPage() {
  const [stage, setStage] = useState<Stage>(start);
  const cardToken = useRef<string | null>(null);
  const beginning = useBeginning((failure) => setStage({ at: 'over', failure }));

  const take = (token: string, { status, user }: SignIn, again: Stage) => {
    if (status === 'PIN_WANTED') return setStage({ at: 'pin', token, again });
    setStage({ at: 'done' });
    location.assign(pageAfter(user ?? { role: null }, location));
  };
  const toStart = () => setStage(start);
  /** A key answered, and it was not enough. */
  const fail = (failure: Failure, username: string | null) => {
    if (failure.code === 'INTERACTION_ENDED') return setStage({ at: 'over', failure });
    setStage(
      username !== null || failure.code === 'PROXIMITY_REQUIRED' ? { at: 'username', username: username ?? '', failure } : { at: 'start', failure },
    );
  };

  switch (stage.at) {
    case 'start':
      return (
        <Start
          key="start"
          beginning={beginning}
          failure={stage.failure}
          onSignIn={take}
          onFailed={fail}
          onUsername={() => setStage({ at: 'username', username: '', failure: null })}
          onCard={() => setStage({ at: 'card', token: cardToken.current })}
        />
      );
    case 'username':
      return (
        <UsernameForm
          key={stage}
          username={stage.username}
          failure={stage.failure}
          onSignIn={take}
          onFailed={fail}
          onListen={(username) => setStage({ at: 'listen', username })}
          onBack={toStart}
        />
      );
    case 'listen':
      return <ConnectAgent key="listen" username={stage.username} onSignIn={take} onFailed={fail} onBack={toStart} />;
    case 'card':
      return (
        <Lazy
          load={loadCardSignIn}
          props={{
            token: stage.token,
            begin: beginning.begin,
            onSignIn: (token, signIn) => take(token, signIn, { at: 'card', token }),
            onBack: (token) => {
              cardToken.current = token;
              toStart();
            },
          }}
        />
      );
    case 'pin': {
      const { token, again } = stage;
      const failed = (failure: Failure) => setStage(failure.code === 'PIN_NEEDS_TAP' ? { at: 'once', failure, again } : { at: 'over', failure });
      return (
        <PinEntry key="pin" token={token} by={byOf(again)} onSignIn={(signIn) => take(token, signIn, again)} onFailed={failed} onBack={toStart} />
      );
    }
    case 'once':
      return <Ending failure={stage.failure} button={pin.once[byOf(stage.again)]} onPress={() => setStage(stage.again)} onBack={toStart} />;
    case 'over':
      return <Ending failure={stage.failure} button={stage.failure.code === 'PIN_LOCKED' ? pin.other : texts.again} onPress={toStart} />;
    case 'done':
      return <Loading />;
  }
}
