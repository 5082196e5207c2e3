import { useEffect, useState } from 'preact/hooks';
import { ask, change, type Failure } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import { isPhone } from '../shared/device.ts';
import { type Activation, currentActivation, setUpWorkspace, setupOpen } from '../shared/documents.ts';
import { canRetry, endsLink, Failed } from '../shared/Failed.tsx';
import { KeySetup } from '../shared/KeySetup.tsx';
import { LinkButton } from '../shared/LinkButton.tsx';
import { Loading, Step } from '../shared/Step.tsx';
import type { Device } from '../shared/texts.ts';
import { type Details, emptyDetails, OwnerForm } from './OwnerForm.tsx';
import { closed, done, form, noLink, resume } from './texts.ts';

type View =
  | { at: 'loading' | 'closed' | 'noLink' | 'done' | 'form' }
  | { at: 'failed'; failure: Failure }
  /** A reload after the form: the key is what is missing. */
  | { at: 'resume'; activation: Activation }
  | { at: 'key'; activation: Activation };

const phone: Device = isPhone() ? 'THIS_PHONE' : 'PHONE_BY_BROWSER';

/** `/setup#token`: makes the server's first owner, who registers a key in the same browser. */
export function SetupPage({ token }: { token: string | null }) {
  const [view, setView] = useState<View>({ at: 'loading' });
  const [details, setDetails] = useState<Details>(emptyDetails);

  const load = async () => {
    setView({ at: 'loading' });
    setView(await firstView(token));
  };
  useEffect(() => void load(), []);

  const fail = (failure: Failure) => setView({ at: 'failed', failure });

  /** Saves the details and goes on to the key; answers with what is in the way. */
  const save = async (): Promise<Failure | null> => {
    if (!token) return null;
    const answer = await change(setUpWorkspace, { input: inputOf(token, details) });
    if (answer.ok) setView({ at: 'key', activation: answer.value.activation });
    else if (endsLink(answer.failure)) fail(answer.failure);
    else return answer.failure;
    return null;
  };
  const again = async () => {
    setView({ at: 'loading' });
    const failure = await save();
    if (failure) fail(failure);
  };

  switch (view.at) {
    case 'loading':
      return <Loading />;
    case 'noLink':
      return <Telling title={noLink.title} text={noLink.text} next={noLink.next} />;
    case 'closed':
      return <Telling title={closed.title} text={closed.text} signIn />;
    case 'done':
      return <Telling title={done.title} text={done.text} signIn />;
    case 'failed':
      return (
        <Failed failure={view.failure} onRetry={canRetry(view.failure) ? load : undefined}>
          {view.failure.code === 'SETUP_DONE' && <LinkButton to="/sign-in">{closed.signIn}</LinkButton>}
        </Failed>
      );
    case 'form':
      return <OwnerForm phone={phone} details={details} onDetails={setDetails} onSubmit={save} />;
    case 'resume':
      return (
        <Step key="resume" title={resume.title}>
          <p class="lead">{resume.text}</p>
          <div class="actions">
            <Button onPress={() => setView({ at: 'key', activation: view.activation })}>{resume.button}</Button>
          </div>
        </Step>
      );
    case 'key':
      return (
        <KeySetup
          key={view}
          activation={view.activation}
          device={view.activation.kind === 'HARDWARE_KEY' ? 'HARDWARE_KEY' : phone}
          onDone={(_, signedIn) => (signedIn ? location.assign('/') : setView({ at: 'done' }))}
          onEnded={fail}
          onReopen={token ? () => void again() : null}
          onBack={token ? { label: form.change, go: () => setView({ at: 'form' }) } : undefined}
        />
      );
  }
}

async function firstView(token: string | null): Promise<View> {
  const open = await ask(setupOpen, {});
  if (!open.ok) return { at: 'failed', failure: open.failure };
  if (!open.value.setupOpen) return { at: 'closed' };
  if (token) return { at: 'form' };
  // While the server has no owner, the one activation that a browser can hold is that of the setup.
  const current = await ask(currentActivation, {});
  const activation = current.ok ? current.value.currentActivation : null;
  return activation?.status === 'OPENED' ? { at: 'resume', activation } : { at: 'noLink' };
}

const inputOf = (token: string, { organisation, displayName, email, key }: Details) => ({
  token,
  organisation,
  owner: { displayName, email },
  securityKey: key === 'HARDWARE_KEY' ? { hardwareKey: { name: form.names.hardwareKey } } : { smartphone: { name: form.names.phone } },
});

const Telling = ({ title, text, next, signIn = false }: { title: string; text: string; next?: string; signIn?: boolean }) => (
  <Step key={title} title={title}>
    <p class="lead">{text}</p>
    {next && <p>{next}</p>}
    {signIn && (
      <div class="actions">
        <LinkButton to="/sign-in">{closed.signIn}</LinkButton>
      </div>
    )}
  </Step>
);
