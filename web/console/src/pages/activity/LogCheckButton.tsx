import { Button, Group, Loader, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Failure } from '../../api/failure.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { FailurePanel } from '../../components/FailurePanel.tsx';
import { Notice } from '../../components/Notice.tsx';
import { LogCheckDocument, type LogCheckQuery } from '../../gql/graphql.ts';
import { useReading, useTexts } from '../../texts/index.tsx';

/** Has the server walk the whole log, and says whether it is as it was written. */
export function LogCheckButton() {
  const { activity, common } = useTexts();
  const { check } = activity;
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {check.button}
      </Button>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={check.title}>
        <Stack>
          <Text>{check.text}</Text>
          {opened && <Check />}
          <Group justify="flex-end">
            <Button onClick={() => setOpened(false)}>{common.close}</Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}

function Check() {
  const { common } = useTexts();
  // Each opening is a new walk, and one at a time.
  const check = useQuery<LogCheckQuery, Failure>({
    queryKey: ['LogCheck'],
    queryFn: ({ signal }) => ask(LogCheckDocument, {}, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (check.isPending) return <Loader aria-label={common.loading} />;
  if (check.isError) return <FailurePanel failure={check.error} onRetry={check.refetch} />;
  return <Result {...check.data.logCheck} />;
}

function Result({ events, checkpoints, problem, problemNumber }: LogCheckQuery['logCheck']) {
  const { texts, locale } = useReading();
  const { check } = texts.activity;
  const said = (n: number) => new Intl.NumberFormat(locale).format(n);
  if (!problem) {
    return (
      <div role="status">
        <Notice>
          {check.good(said(events))} {check.marks(said(checkpoints))}
        </Notice>
      </div>
    );
  }
  return (
    <Notice kind="error" title={check.bad(said(problemNumber ?? 0))}>
      {check.problems[problem]} {check.advice}
    </Notice>
  );
}
