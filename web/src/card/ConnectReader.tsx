import { useState } from 'preact/hooks';
import type { Failure } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import { useDemo } from '../shared/demo.tsx';
import { Field } from '../shared/Field.tsx';
import { Notice } from '../shared/Notice.tsx';
import { Step } from '../shared/Step.tsx';
import { ceremony, explain } from '../shared/texts.ts';
import type { AgentAccess } from './agentAccess.ts';
import { DemoReader } from './Demo.tsx';
import { commands } from './platform.ts';
import { connect } from './texts.ts';
import { Waiting } from './Waiting.tsx';

interface ConnectReaderProps<Now> {
  access: AgentAccess<Now>;
  looking: boolean;
  onConnected: (now: Now) => void;
  /** What a field of this page cannot mend. */
  onFailed: (failure: Failure) => void;
  onInstall: () => void;
  noneText?: string;
  /** Where the number of the card may be typed as well. */
  onType?: () => void;
  onBack?: () => void;
}

/** Which reader agent is on this PC: by the code that it shows, by setting one up, or none where the reader types. */
export function ConnectReader<Now>({
  access,
  looking,
  onConnected,
  onFailed,
  onInstall,
  noneText = connect.noneText,
  onType,
  onBack,
}: ConnectReaderProps<Now>) {
  const isDemo = useDemo();
  return (
    <Step title={connect.title} look="step-wide">
      <p class="lead">{connect.lead}</p>
      {isDemo && <DemoReader {...{ access, onConnected, onFailed }} />}
      {looking && (
        <>
          <Waiting text={connect.looking} />
          <p class="hint">{connect.lookingHint}</p>
        </>
      )}
      <CodeForm {...{ access, onConnected, onFailed }} />
      <section class="other-way" aria-label={connect.none}>
        <h2>{connect.none}</h2>
        <p class="hint">{noneText}</p>
        <Button kind="secondary" onPress={onInstall}>
          {connect.install}
        </Button>
      </section>
      {onType && (
        <section class="other-way" aria-label={connect.types}>
          <h2>{connect.types}</h2>
          <p class="hint">{connect.typesText}</p>
          <Button kind="quiet" onPress={onType}>
            {connect.byField}
          </Button>
        </section>
      )}
      {onBack && (
        <div class="actions">
          <Button kind="quiet" onPress={onBack}>
            {ceremony.back}
          </Button>
        </div>
      )}
    </Step>
  );
}

/** Asks for the code that the agent shows. */
export function CodeForm<Now>({ access, onConnected, onFailed }: Pick<ConnectReaderProps<Now>, 'access' | 'onConnected' | 'onFailed'>) {
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
    const answer = await access.connect({ code: code.trim() });
    setBusy(false);
    if (answer.ok) return onConnected(answer.value);
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
