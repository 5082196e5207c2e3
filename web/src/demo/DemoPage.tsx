import { useEffect, useState } from 'preact/hooks';
import { change, type Failure } from '../shared/api.ts';
import { signInToDemo } from '../shared/documents.ts';
import { Failed } from '../shared/Failed.tsx';
import { Loading, Step } from '../shared/Step.tsx';
import { texts } from './texts.ts';

/** `/demo#token`: signs the visitor of a demo in, and goes on to the console. */
export function DemoPage({ token }: { token: string | null }) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const enter = async () => {
    if (!token) return;
    setFailure(null);
    const answer = await change(signInToDemo, { input: { token } });
    if (answer.ok) location.replace('/');
    else setFailure(answer.failure);
  };
  useEffect(() => void enter(), []);

  if (!token) {
    return (
      <Step title={texts.noLink.title}>
        <p class="lead">{texts.noLink.text}</p>
        <p>{texts.noLink.next}</p>
      </Step>
    );
  }
  if (failure && (failure.code === 'NOT_FOUND' || failure.code === 'SIGN_IN_REQUIRED')) {
    return (
      <Step key="refused" title={texts.refused.title}>
        <p class="lead" role="alert">
          {failure.message}
        </p>
        <p>{texts.refused.next}</p>
      </Step>
    );
  }
  return failure ? <Failed failure={failure} onRetry={enter} /> : <Loading />;
}
