import { Drivers } from '../../card/Drivers.tsx';
import { commands } from '../../card/platform.ts';
import { install } from '../../card/texts.ts';
import { Button } from '../../shared/Button.tsx';
import { Copyable } from '../../shared/Copyable.tsx';
import { Step } from '../../shared/Step.tsx';
import { card } from '../texts.ts';

/** The way to a reader agent on this PC. Nobody is known yet, so its pairing code comes from an administrator. */
export const InstallAgent = ({ onDone }: { onDone: () => void }) => (
  <Step title={install.title} look="step-wide">
    <p class="lead">{card.install.lead}</p>
    <ol class="steps stages">
      <li>
        <h2>{install.get}</h2>
        <Drivers agent />
      </li>
      <li>
        <h2>{card.install.pair}</h2>
        <p>{card.install.pairText}</p>
        <Copyable text={commands.pair(location.origin, card.install.pairCode)} />
      </li>
      <li>
        <h2>{install.run}</h2>
        <p>{install.runText}</p>
        <Copyable text={commands.run} />
      </li>
    </ol>
    <div class="actions">
      <Button onPress={onDone}>{card.install.done}</Button>
    </div>
  </Step>
);
