import { useEffect, useState } from 'preact/hooks';
import { commands } from '../../card/platform.ts';
import { change, type Failure, serverNow } from '../../shared/api.ts';
import { Button } from '../../shared/Button.tsx';
import { Copyable } from '../../shared/Copyable.tsx';
import { createPersonalPairingCode, type PairingCode } from '../../shared/documents.ts';
import { Notice } from '../../shared/Notice.tsx';
import { Progress } from '../../shared/Step.tsx';
import { common, explain } from '../../shared/texts.ts';
import { pairing } from './texts.ts';

const asTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

type State = { at: 'asking' } | { at: 'code'; given: PairingCode } | { at: 'over' } | { at: 'failed'; failure: Failure };

/** The command that pairs the agent, with a code of the person's own, until it is over. */
export function PairingCommand({ activationId, onFailed }: { activationId: string; onFailed: (failure: Failure) => void }) {
  const [state, setState] = useState<State>({ at: 'asking' });

  const renew = async () => {
    setState({ at: 'asking' });
    const answer = await change(createPersonalPairingCode, { input: { activationId } });
    if (answer.ok) setState({ at: 'code', given: answer.value });
    else if (answer.failure.code === 'ACTIVATION_SESSION_ENDED') onFailed(answer.failure);
    else setState({ at: 'failed', failure: answer.failure });
  };
  useEffect(() => void renew(), []);
  useEffect(() => {
    if (state.at !== 'code') return;
    const timer = setTimeout(() => setState({ at: 'over' }), Date.parse(state.given.expiresAt) - serverNow());
    return () => clearTimeout(timer);
  }, [state]);

  if (state.at === 'asking') return <Progress text={common.loading} />;
  return (
    <>
      {state.at === 'failed' && <Notice {...explain(state.failure)} />}
      {state.at === 'over' && <p role="status">{pairing.codeOver}</p>}
      {state.at === 'code' && <Command given={state.given} />}
      <Button kind="quiet" onPress={renew}>
        {pairing.newCode}
      </Button>
    </>
  );
}

const Command = ({ given: { pairingCode, expiresAt } }: { given: PairingCode }) => (
  <>
    <p>{pairing.pairText}</p>
    <Copyable text={commands.pair(location.origin, pairingCode)} />
    <p class="hint">
      {pairing.code}: <strong>{pairingCode}</strong>. {pairing.codeUntil} <time dateTime={expiresAt}>{asTime.format(new Date(expiresAt))}</time>.{' '}
      {pairing.codeSecret}
    </p>
  </>
);
