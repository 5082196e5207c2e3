import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Failure } from '../api/failure.ts';
import { useTexts } from '../texts/index.tsx';
import { FailurePanel } from './FailurePanel.tsx';
import { Notice } from './Notice.tsx';

/** Shows what a query answered; before that, that it is on its way; or why it did not come. */
export function Loaded<Data>({
  query,
  lines = 6,
  children,
}: {
  query: UseQueryResult<Data, Failure>;
  /** How tall the empty place is, in lines. */
  lines?: number;
  children: (data: Data) => ReactNode;
}) {
  const { loading, states } = useTexts().common;
  // What was there stays, even where asking again did not work: the banner says that the line is cut.
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <FailurePanel failure={query.error} onRetry={query.refetch} />;
  if (query.fetchStatus === 'paused') return <Notice title={states.offline.title}>{states.offline.text}</Notice>;
  return (
    <Stack gap="sm" aria-busy="true">
      <VisuallyHidden role="status">{loading}</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing but its place tells one from another.
        <Skeleton key={line} height={28} />
      ))}
    </Stack>
  );
}
