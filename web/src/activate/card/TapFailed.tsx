import { Button } from '../../shared/Button.tsx';
import type { TapJob } from '../../shared/documents.ts';
import { Step } from '../../shared/Step.tsx';
import { common } from '../../shared/texts.ts';
import { expired, failures, typed } from './texts.ts';

interface TapFailedProps {
  tap: TapJob;
  busy: boolean;
  onRetry: () => void;
  onType: () => void;
}

/** No card came of it: why, and what to do next. */
export function TapFailed({ tap, busy, onRetry, onType }: TapFailedProps) {
  const { title, message, next } = (tap.failure && failures[tap.failure]) || expired;
  return (
    <Step title={title}>
      <div role="alert">
        <p class="lead">{message}</p>
        <p>{next}</p>
      </div>
      <div class="actions">
        <Button busy={busy} onPress={onRetry}>
          {common.tryAgain}
        </Button>
        {tap.failure === 'UNREADABLE' && (
          <Button kind="quiet" onPress={onType}>
            {typed.label}
          </Button>
        )}
      </div>
    </Step>
  );
}
