import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from './api.ts';
import { Button } from './Button.tsx';
import { checkKey, registerKey } from './ceremony.ts';
import type { Activation, KeyCheck } from './documents.ts';
import { endsLink, Failed } from './Failed.tsx';
import { KeyCheckResult } from './KeyCheckResult.tsx';
import { PinForm } from './PinForm.tsx';
import { doneBefore, SessionEnded } from './SessionEnded.tsx';
import { Progress, Step } from './Step.tsx';
import { ceremony, check, type Device } from './texts.ts';

type Stage =
  | { at: 'pin'; issue: string | null }
  | { at: 'device' }
  | { at: 'failed'; failure: Failure }
  | { at: 'checking' }
  | { at: 'checked'; found: KeyCheck | null };

interface KeySetupProps {
  activation: Activation;
  device: Device;
  onDone: (activation: Activation, signedIn: boolean) => void;
  /** The link is over: no further try can succeed. */
  onEnded: (failure: Failure) => void;
  /** Opens the link anew; null where its token is gone. */
  onReopen: (() => void) | null;
  onBack?: { label: string; go: () => void } | undefined;
}

/** Sets up a key whose activation is open in this browser: its PIN where one is wanted, the ceremony, and what can go wrong with it. */
export function KeySetup({ activation, device, onDone, onEnded, onReopen, onBack }: KeySetupProps) {
  const pinWanted = activation.smartphone?.verification === 'PIN';
  const pin = useRef<string | null>(null);
  const [stage, setStage] = useState<Stage>(pinWanted ? { at: 'pin', issue: null } : { at: 'device' });

  const register = async () => {
    setStage({ at: 'device' });
    const answer = await registerKey({ activationId: activation.id, pin: pin.current, onPhone: device === 'THIS_PHONE' });
    if (answer.ok) return onDone(answer.value.activation, answer.value.signedIn);
    const { failure } = answer;
    const pinIssue = failure.issues.find(({ path }) => path.includes('pin'));
    if (pinIssue) return setStage({ at: 'pin', issue: pinIssue.message });
    const done = await doneBefore(activation.id, failure);
    if (done) return onDone(done, false);
    if (endsLink(failure)) return onEnded(failure);
    setStage({ at: 'failed', failure });
  };

  const examine = async () => {
    setStage({ at: 'checking' });
    const answer = await checkKey(activation.id);
    if (answer.ok) return setStage({ at: 'checked', found: answer.value });
    if (answer.failure.code === 'NOT_FINISHED') return setStage({ at: 'checked', found: null });
    setStage({ at: 'failed', failure: answer.failure });
  };

  // Without a PIN to choose, the press that led here is the start.
  useEffect(() => {
    if (!pinWanted) void register();
  }, []);

  if (stage.at === 'pin') {
    const take = (chosen: string) => {
      pin.current = chosen;
      void register();
    };
    return <PinForm key={stage} issue={stage.issue} onPin={take} />;
  }
  if (stage.at === 'checked') return <KeyCheckResult key={stage} found={stage.found} onRetry={register} onCheck={examine} />;
  if (stage.at === 'failed') return <CeremonyFailed {...{ device, onReopen, onBack }} failure={stage.failure} onRetry={register} onCheck={examine} />;
  const { title, text } = stage.at === 'checking' ? check.waiting : ceremony.waiting[device];
  return (
    <Step key={stage.at} title={title}>
      <Progress text={text} />
    </Step>
  );
}

interface CeremonyFailedProps extends Pick<KeySetupProps, 'device' | 'onReopen' | 'onBack'> {
  failure: Failure;
  onRetry: () => void;
  onCheck: () => void;
}

/** What a check of the key can explain. */
const checkable = ['NOT_FINISHED', 'DEVICE_UNABLE', 'USER_VERIFICATION_MISSING', 'KEY_NOT_DISCOVERABLE', 'REGISTRATION_INVALID'];

function CeremonyFailed({ failure, device, onRetry, onCheck, onReopen, onBack }: CeremonyFailedProps) {
  const back = onBack && (
    <Button kind="quiet" onPress={onBack.go}>
      {onBack.label}
    </Button>
  );
  if (failure.code === 'ACTIVATION_SESSION_ENDED') return <SessionEnded failure={failure} onReopen={onReopen} />;
  return (
    <Failed failure={failure} device={device} onRetry={onRetry}>
      {device === 'HARDWARE_KEY' && checkable.includes(failure.code) && (
        <Button kind="secondary" onPress={onCheck}>
          {check.start}
        </Button>
      )}
      {back}
    </Failed>
  );
}
