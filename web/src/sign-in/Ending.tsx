import { Button } from '../shared/Button.tsx';
import type { Failure } from '../shared/failure.ts';
import { Step } from '../shared/Step.tsx';
import { explainSignIn } from './failures.ts';
import { pin } from './texts.ts';

interface EndingProps {
  failure: Failure;
  button: string;
  onPress: () => void;
  onBack?: () => void;
}

/** The sign-in stopped here: why, and the way on. An application’s that is over goes on there. */
export function Ending({ failure, button, onPress, onBack }: EndingProps) {
  const { title, message, next } = explainSignIn(failure);
  return (
    <Step key={failure} title={title}>
      <div role="alert">
        {message && <p class="lead">{message}</p>}
        {next && <p>{next}</p>}
      </div>
      {failure.code !== 'INTERACTION_ENDED' && (
        <div class="actions">
          <Button onPress={onPress}>{button}</Button>
          {onBack && (
            <Button kind="quiet" onPress={onBack}>
              {pin.other}
            </Button>
          )}
        </div>
      )}
    </Step>
  );
}
