import type { Failure } from '../shared/api.ts';
import type { Activation } from '../shared/documents.ts';
import { Step } from '../shared/Step.tsx';
import type { Device } from '../shared/texts.ts';
import { Expiry, Invitation, WhatHappens } from './Invitation.tsx';
import { StartForm } from './StartForm.tsx';
import { welcome } from './texts.ts';

export interface WelcomeProps {
  activation: Activation;
  code: string;
  onCode: (code: string) => void;
  /** Goes on to the ceremony; answers with what is in the way, where the person can do something about it here. */
  onStart: () => Promise<Failure | null>;
}

/** On the phone that becomes the key, or wherever a security key is plugged in: what will happen, and one button. */
export function Welcome({ activation, code, onCode, onStart, device, open }: WelcomeProps & { device: Device; open: boolean }) {
  const { kind } = activation;
  return (
    <Step title={welcome.title(kind)}>
      <Invitation activation={activation} />
      <WhatHappens activation={activation} />
      {open ? <p>{welcome.resume}</p> : <Expiry activation={activation} />}
      <StartForm
        label={welcome.button(kind)}
        codeRequired={!open && activation.activationCodeRequired}
        webAuthn={kind !== 'CONTACTLESS_CARD'}
        {...{ code, onCode, onStart, device }}
      />
    </Step>
  );
}
