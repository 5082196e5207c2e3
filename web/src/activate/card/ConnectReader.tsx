import { useState } from 'preact/hooks';
import { change, type Failure } from '../../shared/api.ts';
import { Button } from '../../shared/Button.tsx';
import { useDemo } from '../../shared/demo.tsx';
import { type CardActivation, connectReaderAgent } from '../../shared/documents.ts';
import { Field } from '../../shared/Field.tsx';
import { Notice } from '../../shared/Notice.tsx';
import { Step } from '../../shared/Step.tsx';
import { explain } from '../../shared/texts.ts';
import { DemoReader } from './Demo.tsx';
import { commands } from './platform.ts';
import { connect } from './texts.ts';
import { Waiting } from './Waiting.tsx';

interface ConnectReaderProps {
  activationId: string;
  looking: boolean;
  onConnected: (now: CardActivation) => void;
  /** What a field of this page cannot mend. */
  onFailed: (failure: Failure) => void;
  onInstall: () => void;
  onType: () => void;
}

/** Which reader agent is on this PC: by the code that it shows, by setting one up, or none where the reader types. */
export function ConnectReader({ activationId, looking, onConnected, onFailed, onInstall, onType }: ConnectReaderProps) {
  const isDemo = useDemo();
  return (
    <Step title={connect.title} look="step-wide">
      <p class="lead">{connect.lead}</p>
      {isDemo && <DemoReader {...{ activationId, onConnected, onFailed }} />}
      {looking && (
        <>
          <Waiting text={connect.looking} />
          <p class="hint">{connect.lookingHint}</p>
        </>
      )}
      <CodeForm {...{ activationId, onConnected, onFailed }} />
      <section class="other-way" aria-label={connect.none}>
        <h2>{connect.none}</h2>
        <p class="hint">{connect.noneText}</p>
        <Button kind="secondary" onPress={onInstall}>
          {connect.install}
        </Button>
      </section>
      <section class="other-way" aria-label={connect.types}>
        <h2>{connect.types}</h2>
        <p class="hint">{connect.typesText}</p>
        <Button kind="quiet" onPress={onType}>
          {connect.byField}
        </Button>
      </section>
    </Step>
  );
}

function CodeForm({ activationId, onConnected, onFailed }: Pick<ConnectReaderProps, 'activationId' | 'onConnected' | 'onFailed'>) {
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [issue, setIssue] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setIssue(null);
    setFailure(null);
    if (code.replaceAll(/[\s-]/g, '').length !== 6) return setIssue(connect.codeLength);
    setBusy(true);
    const answer = await change(connectReaderAgent, { input: { activationId, by: { code: code.trim() } } });
    setBusy(false);
    if (answer.ok) return onConnected(answer.value.activation);
    const { code: why, message } = answer.failure;
    if (why === 'AGENT_CODE_WRONG') setIssue(message);
    else if (why === 'RATE_LIMITED' || why === 'NETWORK' || why === 'TRY_AGAIN') setFailure(answer.failure);
    else onFailed(answer.failure);
  };

  return (
    <form onSubmit={submit} noValidate>
      <Field
        label={connect.code}
        hint={connect.codeHint(commands.code)}
        value={code}
        onValue={(value) => {
          setCode(value);
          setIssue(null);
        }}
        issue={issue}
        focusIssue
        input={{ autoComplete: 'off', autoCapitalize: 'characters', spellcheck: false, class: 'code', maxLength: 40 }}
      />
      {failure && <Notice {...explain(failure)} />}
      <div class="actions">
        <Button type="submit" busy={busy}>
          {connect.button}
        </Button>
      </div>
    </form>
  );
}
