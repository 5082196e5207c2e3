import { Button } from '../shared/Button.tsx';
import { Copyable } from '../shared/Copyable.tsx';
import { Step } from '../shared/Step.tsx';
import type { ReaderAgent } from '../shared/tap.ts';
import { Drivers } from './Drivers.tsx';
import { commands } from './platform.ts';
import { away, noReader } from './texts.ts';
import { Waiting } from './Waiting.tsx';

/** The agent is paired and does not run. */
export const AgentAway = ({ agent, onOther }: { agent: ReaderAgent; onOther: () => void }) => (
  <Step title={away.title}>
    <p class="lead">
      {away.lead}{' '}
      <strong>
        <bdi>{agent.name}</bdi>
      </strong>
    </p>
    <p>{away.next}</p>
    <Copyable text={commands.run} />
    <Waiting text={away.waiting} />
    <div class="actions">
      <Button kind="quiet" onPress={onOther}>
        {away.other}
      </Button>
    </div>
  </Step>
);

/** The agent runs, and sees no reader. */
export const NoReader = ({ onOther }: { onOther: () => void }) => (
  <Step title={noReader.title}>
    <p class="lead">{noReader.lead}</p>
    <p>{noReader.next}</p>
    <Waiting text={noReader.waiting} />
    <section aria-label={noReader.still}>
      <h2>{noReader.still}</h2>
      <p>{noReader.stillText}</p>
      <Copyable text={commands.doctor} />
    </section>
    <section aria-label={noReader.usual}>
      <h2>{noReader.usual}</h2>
      <Drivers />
    </section>
    <div class="actions">
      <Button kind="quiet" onPress={onOther}>
        {away.other}
      </Button>
    </div>
  </Step>
);
