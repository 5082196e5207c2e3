import type { ComponentChildren } from 'preact';
import type { Failure } from './api.ts';
import { Button } from './Button.tsx';
import { Step } from './Step.tsx';
import { common, type Device, explain } from './texts.ts';

interface FailedProps {
  failure: Failure;
  device?: Device;
  onRetry?: (() => void) | undefined;
  children?: ComponentChildren;
}

/** A failure that takes the page: what happened, what to do next, and the buttons to do it. */
export function Failed({ failure, device, onRetry, children }: FailedProps) {
  const { title, message, next } = explain(failure, device);
  return (
    <Step key={failure} title={title}>
      <div role="alert">
        {message && <p class="lead">{message}</p>}
        {next && <p>{next}</p>}
      </div>
      <div class="actions">
        {onRetry && <Button onPress={onRetry}>{common.tryAgain}</Button>}
        {children}
      </div>
    </Step>
  );
}

/** Whether trying the same again can help. */
export const canRetry = ({ code }: Failure): boolean => ['NETWORK', 'UNEXPECTED', 'RATE_LIMITED', 'TRY_AGAIN'].includes(code);

/** Whether the link is over, so that no try of the ceremony can succeed. */
export const endsLink = ({ code }: Failure): boolean => code.startsWith('LINK_') || code === 'ACTIVATION_CODE_LOCKED' || code === 'SETUP_DONE';
