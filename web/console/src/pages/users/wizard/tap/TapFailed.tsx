import { Button, Group, Stack, Text } from '@mantine/core';
import type { Failure } from '../../../../api/failure.ts';
import { failureText } from '../../../../components/failureText.ts';
import { Notice } from '../../../../components/Notice.tsx';
import { PersonName } from '../../../../components/PersonName.tsx';
import type { TapJobFieldsFragment } from '../../../../gql/graphql.ts';
import { useTexts } from '../../../../texts/index.tsx';

interface Props {
  job: TapJobFieldsFragment | null;
  failure: Failure | null;
  busy: boolean;
  onAgain: () => void;
  onOther: () => void;
}

/** No card came of it: why, and what to do next. */
export function TapFailed({ job, failure, busy, onAgain, onOther }: Props) {
  const texts = useTexts();
  const { tap } = texts;
  const why = job ? (tap.failures[job.failure ?? job.status] ?? job.message) : failure && failureText(texts, failure);
  return (
    <Stack>
      <Notice kind="error" title={tap.failed}>
        {why}
        {job?.takenBy && (
          <Text mt="xs">
            {tap.takenBy} <PersonName person={job.takenBy.user} /> (<bdi>{job.takenBy.name}</bdi>)
          </Text>
        )}
      </Notice>
      <Group justify="flex-end">
        <Button variant="default" onClick={onOther}>
          {tap.otherReader}
        </Button>
        <Button onClick={onAgain} loading={busy} data-autofocus>
          {tap.again}
        </Button>
      </Group>
    </Stack>
  );
}
