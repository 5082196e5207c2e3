import { useEffect, useState } from 'preact/hooks';
import { ask, change, type Failure } from '../shared/api.ts';
import { isPhone } from '../shared/device.ts';
import { type Activation, activationPreview, currentActivation, openActivation } from '../shared/documents.ts';
import { canRetry, endsLink, Failed } from '../shared/Failed.tsx';
import { KeySetup } from '../shared/KeySetup.tsx';
import { Loading, Step } from '../shared/Step.tsx';
import { ceremony, type Device } from '../shared/texts.ts';
import { CardOnPhone } from './CardOnPhone.tsx';
import { Done } from './Done.tsx';
import { LazyCardSetup } from './LazyCardSetup.tsx';
import { PhoneByQr } from './PhoneByQr.tsx';
import { ended, noLink } from './texts.ts';
import { Welcome } from './Welcome.tsx';

type View =
  | { at: 'loading' }
  | { at: 'noLink' }
  | { at: 'failed'; failure: Failure }
  /** `open`: this browser holds the activation's cookie, so that it can go on without the link's token. */
  | { at: 'welcome'; activation: Activation; open: boolean }
  | { at: 'setup'; activation: Activation }
  | { at: 'done'; activation: Activation };

/** `/activate#token`: what a link stands for, and the way to an active key. Opening the page changes nothing. */
export function ActivatePage({ token }: { token: string | null }) {
  const [view, setView] = useState<View>({ at: 'loading' });
  const [code, setCode] = useState('');

  const load = async () => {
    setView({ at: 'loading' });
    setView(await firstView(token));
  };
  useEffect(() => void load(), []);

  const fail = (failure: Failure) => setView({ at: 'failed', failure });
  const finish = (activation: Activation) => setView({ at: 'done', activation });

  /** Opens the link in this browser, where that is still to do, and goes on to the ceremony. */
  const start = async (activation: Activation, open: boolean): Promise<Failure | null> => {
    if (open || !token) {
      setView({ at: 'setup', activation });
      return null;
    }
    const answer = await change(openActivation, { input: { token, code: code.trim() || null } });
    if (answer.ok) setView({ at: 'setup', activation: answer.value.activation });
    else if (endsLink(answer.failure)) fail(answer.failure);
    else return answer.failure;
    return null;
  };
  const reopen = async (activation: Activation) => {
    setView({ at: 'loading' });
    const failure = await start(activation, false);
    if (failure) fail(failure);
  };

  if (view.at === 'loading') return <Loading />;
  if (view.at === 'noLink') return <NoLink />;
  if (view.at === 'failed') return <Failed failure={view.failure} onRetry={canRetry(view.failure) ? load : undefined} />;
  if (view.at === 'done') return <Done activation={view.activation} />;

  const { activation } = view;
  const onReopen = token ? () => void reopen(activation) : null;
  const isCard = activation.kind === 'CONTACTLESS_CARD';
  if (isCard && view.at === 'setup') return <LazyCardSetup key={view} {...{ activation, onReopen }} onDone={finish} onEnded={fail} />;
  const device: Device = activation.kind === 'HARDWARE_KEY' ? 'HARDWARE_KEY' : isPhone() ? 'THIS_PHONE' : 'PHONE_BY_BROWSER';
  if (view.at === 'setup') {
    return (
      <KeySetup
        key={view}
        activation={activation}
        device={device}
        onDone={finish}
        onEnded={fail}
        onReopen={onReopen}
        onBack={device === 'PHONE_BY_BROWSER' ? { label: ceremony.back, go: load } : undefined}
      />
    );
  }
  const shared = { activation, code, onCode: setCode, onStart: () => start(activation, view.open) };
  if (isCard && isPhone()) return <CardOnPhone {...shared} token={token} onDone={finish} onEnded={fail} />;
  if (device === 'PHONE_BY_BROWSER' && !isCard) return <PhoneByQr {...shared} token={token} onDone={finish} onEnded={fail} />;
  return <Welcome {...shared} device={device} open={view.open} />;
}

async function firstView(token: string | null): Promise<View> {
  if (token) {
    const answer = await ask(activationPreview, { token });
    if (!answer.ok) return { at: 'failed', failure: answer.failure };
    return { at: 'welcome', activation: answer.value.activationPreview, open: false };
  }
  // A reload: the link is gone from the address, but this browser may have opened it within the last 15 minutes.
  const answer = await ask(currentActivation, {});
  if (!answer.ok) return { at: 'failed', failure: answer.failure };
  const activation = answer.value.currentActivation;
  if (!activation) return { at: 'noLink' };
  if (activation.status === 'ACTIVATED') return { at: 'done', activation };
  if (activation.status === 'EXPIRED' || activation.status === 'CANCELLED') return { at: 'failed', failure: ended[activation.status] };
  return { at: 'welcome', activation, open: true };
}

const NoLink = () => (
  <Step title={noLink.title}>
    <p class="lead">{noLink.text}</p>
    <p>{noLink.next}</p>
  </Step>
);
