import { Drivers } from '../../card/Drivers.tsx';
import { commands } from '../../card/platform.ts';
import { install } from '../../card/texts.ts';
import { Waiting } from '../../card/Waiting.tsx';
import type { Failure } from '../../shared/api.ts';
import { Button } from '../../shared/Button.tsx';
import { Copyable } from '../../shared/Copyable.tsx';
import type { CardActivation } from '../../shared/documents.ts';
import { Step } from '../../shared/Step.tsx';
import { PairingCommand } from './PairingCommand.tsx';
import { pairing } from './texts.ts';

interface InstallAgentProps {
  activationId: string;
  agent: CardActivation['readerAgent'];
  onFailed: (failure: Failure) => void;
  onBack: () => void;
}

/** The way to a reader agent on this PC: get it, pair it, start it. The page goes on once it runs. */
export function InstallAgent({ activationId, agent, onFailed, onBack }: InstallAgentProps) {
  return (
    <Step title={install.title} look="step-wide">
      <p class="lead">{pairing.lead}</p>
      <ol class="steps stages">
        <li>
          <h2>{install.get}</h2>
          <Drivers agent />
        </li>
        <li>
          <h2>{pairing.pair}</h2>
          {agent ? (
            <p>
              {pairing.paired} <bdi>{agent.name}</bdi>
            </p>
          ) : (
            <PairingCommand activationId={activationId} onFailed={onFailed} />
          )}
        </li>
        <li>
          <h2>{install.run}</h2>
          <p>{install.runText}</p>
          <Copyable text={commands.run} />
        </li>
      </ol>
      <Waiting text={agent ? pairing.pairedWaiting : pairing.waiting} />
      <div class="actions">
        <Button kind="secondary" onPress={onBack}>
          {pairing.back}
        </Button>
      </div>
    </Step>
  );
}
