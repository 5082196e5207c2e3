import { useState } from 'preact/hooks';
import { Button } from '../shared/Button.tsx';
import { Step } from '../shared/Step.tsx';
import { Expiry, Invitation } from './Invitation.tsx';
import { type PhoneByQrProps, useLive } from './PhoneByQr.tsx';
import { StartForm } from './StartForm.tsx';
import { byQr, onPhone } from './texts.ts';

/** On a phone, for a card: the way to a PC with a reader, and what becomes of the link there as it happens. */
export function CardOnPhone({ activation, token, code, onCode, onStart, onDone, onEnded }: PhoneByQrProps) {
  const live = useLive(activation, token, onDone, onEnded);
  const hereForm = { code, onCode, onStart, device: 'THIS_PHONE' as const, label: onPhone.here, webAuthn: false, kind: 'secondary' as const };
  return (
    <Step title={onPhone.title}>
      <Invitation activation={activation} />
      {token ? (
        <section aria-label={onPhone.way}>
          <ol class="steps">
            {onPhone.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <CopyLink token={token} />
          <p class={`live live-${live}`} role="status">
            <span class="dot" aria-hidden="true" />
            <span>{onPhone.live[live]}</span>
          </p>
        </section>
      ) : (
        <p>{onPhone.resume}</p>
      )}
      <Expiry activation={activation} />
      <section class="other-way" aria-label={byQr.otherWay}>
        <h2>{byQr.otherWay}</h2>
        <p class="hint">{onPhone.hereHint}</p>
        <StartForm {...hereForm} codeRequired={token !== null && activation.activationCodeRequired} />
      </section>
    </Step>
  );
}

/** Takes the link along without showing it. */
function CopyLink({ token }: { token: string }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(`${location.origin}${location.pathname}#${token}`);
      setSaid(onPhone.copied);
    } catch {
      setSaid(onPhone.notCopied);
    }
  };
  return (
    <>
      <Button onPress={copy}>{onPhone.copy}</Button>
      <p class="hint" role="status">
        {said}
      </p>
    </>
  );
}
