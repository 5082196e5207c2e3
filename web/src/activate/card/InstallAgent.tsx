import type { Failure } from '../../shared/api.ts';
import { Button } from '../../shared/Button.tsx';
import { Copyable } from '../../shared/Copyable.tsx';
import type { CardActivation } from '../../shared/documents.ts';
import { Step } from '../../shared/Step.tsx';
import { Drivers } from './Drivers.tsx';
import { PairingCommand } from './PairingCommand.tsx';
import { commands } from './platform.ts';
import { install } from './texts.ts';
import { Waiting } from './Waiting.tsx';

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
      <p class="lead">{install.lead}</p>
      <ol class="steps stages">
        <li>
          <h2>{install.get}</h2>
          <Drivers agent />
        </li>
        <li>
          <h2>{install.pair}</h2>
          {agent ? (
            <p>
              {install.paired} <bdi>{agent.name}</bdi>
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
      <Waiting text={agent ? install.pairedWaiting : install.waiting} />
      <div class="actions">
        <Button kind="secondary" onPress={onBack}>
          {install.back}
        </Button>
      </div>
    </Step>
  );
}
