import { useEffect, useState } from 'preact/hooks';
import { type Answer, ask, change, type Failure } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import { Copyable } from '../shared/Copyable.tsx';
import { home, signOut, type Viewer } from '../shared/documents.ts';
import { Failed } from '../shared/Failed.tsx';
import { LinkButton } from '../shared/LinkButton.tsx';
import { Notice } from '../shared/Notice.tsx';
import { Loading, Step } from '../shared/Step.tsx';
import { explain } from '../shared/texts.ts';
import { texts } from './texts.ts';

/** `/`: who is signed in, and where to go on. */
export function HomePage() {
  const [answer, setAnswer] = useState<Answer<{ setupOpen: boolean; viewer: Viewer | null }> | null>(null);
  const load = async () => {
    setAnswer(null);
    setAnswer(await ask(home, {}));
  };
  useEffect(() => void load(), []);

  if (!answer) return <Loading />;
  if (!answer.ok) return <Failed failure={answer.failure} onRetry={load} />;
  const { viewer, setupOpen } = answer.value;
  if (viewer) return <SignedIn viewer={viewer} onSignedOut={load} />;
  if (setupOpen) {
    return (
      <Step key="setup" title={texts.notSetUp.title}>
        <p class="lead">{texts.notSetUp.text}</p>
        <p>{texts.notSetUp.next}</p>
      </Step>
    );
  }
  return (
    <Step key="out" title={texts.signedOut.title}>
      <p class="lead">{texts.signedOut.text}</p>
      <div class="actions">
        <LinkButton to="/sign-in">{texts.signedOut.button}</LinkButton>
      </div>
    </Step>
  );
}

function SignedIn({ viewer: { displayName, email, role }, onSignedOut }: { viewer: Viewer; onSignedOut: () => void }) {
  const { signedIn } = texts;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const leave = async () => {
    setBusy(true);
    const answer = await change(signOut, {});
    if (answer.ok) return onSignedOut();
    setFailure(answer.failure);
    setBusy(false);
  };
  return (
    <Step key="in" title={signedIn.title}>
      <p class="person">
        <strong>
          <bdi>{displayName}</bdi>
        </strong>
        {role && <span class="badge">{signedIn.roles[role]}</span>}
        <span class="hint">
          <bdi>{email}</bdi>
        </span>
      </p>
      <section aria-label={signedIn.work}>
        <h2>{signedIn.work}</h2>
        <p>{signedIn.api}</p>
        <Copyable text={`${location.origin}/graphql`} />
        <p>{signedIn.token}</p>
        <Copyable text="npm run latchkey -- token create --name script --scopes READ" />
        <p class="hint">{signedIn.docs}</p>
      </section>
      {failure && <Notice {...explain(failure)} />}
      <div class="actions">
        <Button kind="secondary" onPress={leave} busy={busy}>
          {signedIn.signOut}
        </Button>
      </div>
    </Step>
  );
}
