import { StatusBadge } from '../../../../components/StatusBadge.tsx';
import { useTexts } from '../../../../texts/index.tsx';

/** Marks a reader that is none. */
export function SimulatedBadge() {
  const { simulated, simulatedHint } = useTexts().tap;
  return (
    <span title={simulatedHint}>
      <StatusBadge tone="going">{simulated}</StatusBadge>
    </span>
  );
}
