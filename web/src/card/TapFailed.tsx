import { Button } from '../shared/Button.tsx';
import { Step } from '../shared/Step.tsx';
import type { TapJob } from '../shared/tap.ts';
import { ceremony, common } from '../shared/texts.ts';
import { expired, failures, readerTypes } from './texts.ts';

interface TapFailedProps {
  tap: TapJob;
  busy: boolean;
  onRetry: () => void;
  onType?: () => void;
  onBack?: () => void;
}

/** No card came of it: why, and what to do next. */
export function TapFailed({ tap, busy, onRetry, onType, onBack }: TapFailedProps) {
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
        {tap.failure === 'UNREADABLE' && onType && (
          <Button kind="quiet" onPress={onType}>
            {readerTypes}
          </Button>
        )}
        {onBack && (
          <Button kind="quiet" onPress={onBack}>
            {ceremony.back}
          </Button>
        )}
      </div>
    </Step>
  );
}
