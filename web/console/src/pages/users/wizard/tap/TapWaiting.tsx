import { Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useDemo } from '../../../../app/useDemo.ts';
import type { TapJobFieldsFragment } from '../../../../gql/graphql.ts';
import { useReading } from '../../../../texts/index.tsx';
import { DemoCards } from './DemoCards.tsx';
import { SimulatedBadge } from './SimulatedBadge.tsx';

/** Waits for the card, and counts down. */
export function TapWaiting({ job, onStop }: { job: TapJobFieldsFragment; onStop: () => void }) {
  const { texts, locale } = useReading();
  const { tap } = texts;
  const { left, share } = useCountdown(job);
  const isDemo = useDemo();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const seconds = new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(left);
  return (
    <Stack align="center" ta="center" py="md">
      <div role="status">
        <Title order={3} ref={heading} tabIndex={-1}>
          {job.status === 'QUEUED' ? tap.waitingQueued : tap.waiting}
        </Title>
      </div>
      <Text>{tap.waitingHint(job.reader?.name ?? '')}</Text>
      {job.reader?.adapter === 'SIMULATED' && <SimulatedBadge />}
      {isDemo && job.reader?.adapter === 'SIMULATED' && <DemoCards tapJobId={job.id} />}
      <Progress value={share * 100} w="100%" aria-label={tap.left(seconds)} />
      <Text c="dimmed" size="sm">
        {tap.left(seconds)}
      </Text>
      <Group>
        <Button variant="default" onClick={onStop}>
          {tap.stop}
        </Button>
      </Group>
    </Stack>
  );
}

/** Seconds left, counted from when the request came, so that clocks which differ do not matter. */
function useCountdown({ id, createdAt, expiresAt }: TapJobFieldsFragment): { left: number; share: number } {
  const whole = Math.max(1, (Date.parse(expiresAt) - Date.parse(createdAt)) / 1_000);
  const [start, setStart] = useState({ id, at: performance.now() });
  const [now, setNow] = useState(start.at);
  useEffect(() => {
    const at = performance.now();
    setStart({ id, at });
    setNow(at);
    const timer = setInterval(() => setNow(performance.now()), 1_000);
    return () => clearInterval(timer);
  }, [id]);
  const left = Math.max(0, Math.ceil(whole - (now - start.at) / 1_000));
  return { left, share: left / whole };
}
