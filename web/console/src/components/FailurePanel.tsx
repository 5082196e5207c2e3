import { Button, Stack } from '@mantine/core';
import type { Failure } from '../api/failure.ts';
import { useTexts } from '../texts/index.tsx';
import { failureText } from './failureText.ts';
import { Notice } from './Notice.tsx';

/** What was asked for did not come: why, and how to go on. */
export function FailurePanel({ failure, onRetry, bare = false }: { failure: Failure; onRetry: () => unknown; bare?: boolean }) {
  const texts = useTexts();
  const { states, tryAgain } = texts.common;
  if (failure.code === 'FORBIDDEN') return <Notice title={states.forbidden.title}>{states.forbidden.text}</Notice>;
  return (
    <Stack align="flex-start">
      <Notice kind="error" {...(bare ? {} : { title: states.failed })}>
        {failureText(texts, failure)}
      </Notice>
      <Button variant="default" onClick={() => void onRetry()}>
        {tryAgain}
      </Button>
    </Stack>
  );
}
