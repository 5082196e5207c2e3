import { Button } from './Button.tsx';
import { Copyable } from './Copyable.tsx';
import type { KeyCheck } from './documents.ts';
import { Step } from './Step.tsx';
import { check, common } from './texts.ts';

/** What “Check my key” found, and what to do about it. `found` is null where no key answered. */
export function KeyCheckResult({ found, onRetry, onCheck }: { found: KeyCheck | null; onRetry: () => void; onCheck: () => void }) {
  if (found?.result === 'NEEDS_PIN') return <NeedsPin model={found.model} onRetry={onRetry} />;
  const texts = found ? (found.result === 'NOT_FIDO2' ? check.notFido2 : check.unknown) : check.failed;
  return (
    <Step title={texts.title}>
      <div role="alert">
        <p class="lead">{texts.message}</p>
        {found?.model && <Model name={found.model} />}
        <p>{texts.next}</p>
      </div>
      <div class="actions">
        <Button onPress={found ? onRetry : onCheck}>{found ? common.tryAgain : check.again}</Button>
        <Button kind="secondary" onPress={found ? onCheck : onRetry}>
          {found ? check.again : common.tryAgain}
        </Button>
      </div>
    </Step>
  );
}

function NeedsPin({ model, onRetry }: { model: string | null; onRetry: () => void }) {
  const { needsPin } = check;
  return (
    <Step title={needsPin.title}>
      <p class="lead" role="alert">
        {needsPin.message}
      </p>
      {model && <Model name={model} />}
      <p>{needsPin.ways}</p>
      <ul>
        <li>{needsPin.windows}</li>
        <li>
          {needsPin.chrome} <Copyable text={needsPin.chromeAddress} />
        </li>
      </ul>
      <div class="actions">
        <Button onPress={onRetry}>{common.tryAgain}</Button>
      </div>
    </Step>
  );
}

const Model = ({ name }: { name: string }) => (
  <p>
    {check.model} <bdi>{name}</bdi>
  </p>
);
