import { useEffect, useState } from 'preact/hooks';
import type { Failure } from '../shared/api.ts';
import { type Activation, activationChanged } from '../shared/documents.ts';
import { endsLink } from '../shared/Failed.tsx';
import { follow } from '../shared/live.ts';
import { Step } from '../shared/Step.tsx';
import { Expiry, GoodToKnow, Invitation } from './Invitation.tsx';
import { QrCode } from './QrCode.tsx';
import { StartForm } from './StartForm.tsx';
import { byQr, ended, resumeElsewhere, welcome } from './texts.ts';
import type { WelcomeProps } from './Welcome.tsx';

export interface PhoneByQrProps extends WelcomeProps {
  /** Null after a reload, when only this browser's cookie is left. */
  token: string | null;
  onDone: (activation: Activation) => void;
  onEnded: (failure: Failure) => void;
}

/** On a computer, for a phone: the link as a QR code, and what becomes of it as it happens. */
export function PhoneByQr({ activation, token, code, onCode, onStart, onDone, onEnded }: PhoneByQrProps) {
  const live = useLive(activation, token, onDone, onEnded);
  const hereForm = { code, onCode, onStart, device: 'PHONE_BY_BROWSER' as const, label: byQr.here };
  if (!token) {
    return (
      <Step title={resumeElsewhere.title}>
        <p class="lead">{resumeElsewhere.text}</p>
        <p class="hint">{byQr.hereHint}</p>
        <StartForm {...hereForm} codeRequired={false} />
      </Step>
    );
  }
  const local = /(^|\.)localhost$/.test(location.hostname);
  return (
    <Step title={welcome.title(activation.kind)} look="step-wide">
      <Invitation activation={activation} />
      {local && (
        <div class="banner">
          <p>{byQr.localhost}</p>
        </div>
      )}
      <section class="by-qr" aria-label={byQr.scan}>
        <QrCode text={`${location.origin}${location.pathname}#${token}`} label={byQr.picture} />
        <div>
          <h2>{byQr.scan}</h2>
          <ol class="steps">
            {byQr.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <p class={`live live-${live}`} role="status">
            <span class="dot" aria-hidden="true" />
            <span>{byQr.live[live]}</span>
          </p>
          <p class="hint">{byQr.secret}</p>
        </div>
      </section>
      <GoodToKnow activation={activation} />
      <Expiry activation={activation} />
      <section class="other-way" aria-label={byQr.otherWay}>
        <h2>{byQr.otherWay}</h2>
        <p class="hint">{byQr.hereHint}</p>
        <StartForm {...hereForm} kind={local ? 'primary' : 'secondary'} codeRequired={activation.activationCodeRequired} />
      </section>
    </Step>
  );
}

/** Where the other device is, as the server tells it. */
export function useLive(
  activation: Activation,
  token: string | null,
  onDone: (activation: Activation) => void,
  onEnded: (failure: Failure) => void,
): keyof typeof byQr.live {
  const first = activation.status;
  const [status, setStatus] = useState(first);
  const [line, setLine] = useState<'stands' | 'away' | 'lost'>('stands');
  useEffect(() => {
    if (!token) return;
    return follow(
      activationChanged,
      { token },
      {
        next: ({ activationChanged: now }) => {
          setLine('stands');
          if (now.status === 'ACTIVATED') return onDone(now);
          if (now.status === 'EXPIRED' || now.status === 'CANCELLED') return onEnded(ended[now.status]);
          setStatus(now.status);
        },
        failed: (failure) => {
          // The other device was done while the line was down.
          if (failure.code === 'LINK_SPENT') onDone({ ...activation, status: 'ACTIVATED' });
          else if (endsLink(failure)) onEnded(failure);
          else setLine('lost');
        },
        connected: (stands) => setLine((line) => (line === 'lost' ? line : stands ? 'stands' : 'away')),
      },
    );
  }, [token]);
  if (line !== 'stands') return line;
  if (status === 'PENDING') return 'waiting';
  // Where the link was opened before this page was, it says nothing about the other device.
  return first === 'OPENED' ? 'openedBefore' : 'opened';
}
