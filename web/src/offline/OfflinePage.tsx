import { useEffect, useState } from 'preact/hooks';
import { Button } from '../shared/Button.tsx';
import { Step } from '../shared/Step.tsx';
import { ChallengeForm } from './ChallengeForm.tsx';
import { type Challenge, readChallenge } from './challenge.ts';
import { GetCode } from './GetCode.tsx';
import { keepOfflinePage } from './install.ts';
import { texts } from './texts.ts';

type Stage = { at: 'challenge'; scanned: string } | { at: 'ready'; challenge: Challenge } | { at: 'code'; code: string };

/** `/offline`, on the phone: a challenge of the PC's, and the code for it. */
export function OfflinePage({ scanned }: { scanned: string | null }) {
  const [stage, setStage] = useState<Stage>({ at: 'challenge', scanned: '' });
  useEffect(() => {
    if (scanned) void readChallenge(scanned).then((challenge) => setStage(challenge ? { at: 'ready', challenge } : { at: 'challenge', scanned }));
  }, [scanned]);
  const restart = () => setStage({ at: 'challenge', scanned: '' });
  switch (stage.at) {
    case 'challenge':
      return (
        <Step key={stage.scanned} title={texts.title}>
          <p class="lead">{texts.lead}</p>
          <ChallengeForm scanned={stage.scanned} onChallenge={(challenge) => setStage({ at: 'ready', challenge })} />
          <Kept />
        </Step>
      );
    case 'ready':
      return <GetCode key="ready" challenge={stage.challenge} onCode={(code) => setStage({ at: 'code', code })} onBack={restart} />;
    case 'code':
      return <Code code={stage.code} onBack={restart} />;
  }
}

function Code({ code, onBack }: { code: string; onBack: () => void }) {
  return (
    <Step key="code" title={texts.code}>
      <p class="offline-code" role="status">
        {code.slice(0, 4)} {code.slice(4)}
      </p>
      <p class="hint">{texts.codeHint}</p>
      <div class="actions">
        <Button kind="quiet" onPress={onBack}>
          {texts.another}
        </Button>
      </div>
    </Step>
  );
}

/** Whether the page opens when there is no network, in words. */
function Kept() {
  const [kept, setKept] = useState<boolean | null>(null);
  useEffect(() => void keepOfflinePage().then(setKept), []);
  return (
    <p class="hint after-actions" role="status">
      {kept === null ? texts.keeping : kept ? texts.kept : texts.notKept}
    </p>
  );
}
