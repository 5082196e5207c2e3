import type { Activation } from '../shared/documents.ts';
import { Step } from '../shared/Step.tsx';
import { OfflineReady } from './OfflineReady.tsx';
import { done } from './texts.ts';

/** The key is active. */
export function Done({ activation: { kind, smartphone, organisation, offlineReady } }: { activation: Activation }) {
  return (
    <Step title={done.title(kind)} look="step-done">
      <p class="lead" role="status">
        {kind === 'CONTACTLESS_CARD' ? done.card : done.lead}{' '}
        <strong>
          <bdi>{organisation}</bdi>
        </strong>
        .
      </p>
      <p>{smartphone?.verification === 'PIN' ? done.withPin : done.next[kind]}</p>
      {offlineReady === true && <OfflineReady />}
      {offlineReady === false && <p>{done.notOffline}</p>}
      <p>{done.lost[kind]}</p>
      <p class="hint">{done.close}</p>
    </Step>
  );
}
