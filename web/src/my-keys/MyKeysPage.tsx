import { useEffect, useState } from 'preact/hooks';
import { ask, change, type Failure } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import { canRetry, Failed } from '../shared/Failed.tsx';
import { LinkButton } from '../shared/LinkButton.tsx';
import { Notice } from '../shared/Notice.tsx';
import { Loading, Step } from '../shared/Step.tsx';
import { explain } from '../shared/texts.ts';
import { type KeyRequest, type Me, me as meDocument, signOut } from './documents.ts';
import { Keys } from './Keys.tsx';
import { RequestKey } from './RequestKey.tsx';
import { Sessions } from './Sessions.tsx';
import { SignIns } from './SignIns.tsx';
import { lost, texts } from './texts.ts';

type State = { at: 'loading' } | { at: 'shown'; me: Me } | { at: 'failed'; failure: Failure } | { at: 'out' };

/** `/my-keys`: what is theirs, for everybody who is signed in. */
export function MyKeysPage() {
  const [state, setState] = useState<State>({ at: 'loading' });
  const [failure, setFailure] = useState<Failure | null>(null);

  /** Reads everything anew. `lostKey`: a key was just reported lost, maybe the one that this browser is signed in by. */
  const load = async (lostKey = false) => {
    setFailure(null);
    const answer = await ask(meDocument, {});
    if (!answer.ok) setState({ at: 'failed', failure: answer.failure });
    else if (answer.value.me) setState({ at: 'shown', me: answer.value.me });
    else if (lostKey) setState({ at: 'out' });
    else toSignIn();
  };
  useEffect(() => void load(), []);

  const fail = (failure: Failure) => (failure.code === 'SIGN_IN_REQUIRED' ? toSignIn() : setFailure(failure));
  const leave = async () => {
    const answer = await change(signOut, {});
    if (answer.ok) location.assign('/sign-in');
    else fail(answer.failure);
  };

  if (state.at === 'loading') return <Loading />;
  if (state.at === 'failed') return <Failed failure={state.failure} onRetry={canRetry(state.failure) ? () => void load() : undefined} />;
  if (state.at === 'out') {
    return (
      <Step key="out" title={lost.done.title} look="step-done">
        <p class="lead">{lost.done.text}</p>
        <p>{lost.done.next}</p>
        <div class="actions">
          <LinkButton to="/sign-in">{lost.done.button}</LinkButton>
        </div>
      </Step>
    );
  }
  const { me } = state;
  const { user, securityKeys, signIns, sessions } = me;
  // The answer tells it: the log, by which it is known from then on, is a moment behind.
  const asked = (keyRequest: KeyRequest) => setState({ at: 'shown', me: { ...me, user: user && { ...user, keyRequest } } });
  return (
    <Step key="keys" title={texts.title} look="step-wide">
      <div class="bar">
        <p>
          {texts.hello} <bdi>{user?.displayName}</bdi> (<bdi>{user?.username}</bdi>)
        </p>
        <div class="actions">
          {user?.role && (
            <a class="button button-quiet" href="/">
              {texts.console}
            </a>
          )}
          <Button kind="secondary" onPress={leave}>
            {texts.signOut}
          </Button>
        </div>
      </div>
      {failure && <Notice {...explain(failure)} />}
      <Keys keys={securityKeys} onChanged={() => void load()} onLost={() => void load(true)} onFailed={fail} />
      <RequestKey asked={user?.keyRequest ?? null} onAsked={asked} onFailed={fail} />
      <SignIns first={signIns} keys={securityKeys} onFailed={fail} />
      <Sessions sessions={sessions} onEnded={() => void load()} onFailed={fail} />
    </Step>
  );
}

const toSignIn = (): void => location.replace(`/sign-in?next=${encodeURIComponent('/my-keys')}`);
