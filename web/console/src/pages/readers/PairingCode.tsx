import { Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Notice } from '../../components/Notice.tsx';
import { useReading } from '../../texts/index.tsx';
import { ReaderDrivers } from '../users/wizard/tap/ReaderDrivers.tsx';
import classes from './Readers.module.css';
import { useTimeLeft } from './useTimeLeft.ts';

interface Props {
  code: string;
  /** How long it works. */
  minutes: number;
  busy: boolean;
  onAgain: () => void;
}

/** The code, and what to do with it on the PC. */
export function PairingCode({ code, minutes, busy, onAgain }: Props) {
  const { texts, locale } = useReading();
  const { pairing: said } = texts.readers;
  const left = useTimeLeft(minutes * 60);
  if (left === 0) {
    return (
      <>
        <Notice kind="warning" title={said.over} />
        <Group>
          <Button onClick={onAgain} loading={busy}>
            {said.again}
          </Button>
        </Group>
      </>
    );
  }
  const unit = left > 60 ? 'minute' : 'second';
  const time = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(unit === 'minute' ? Math.ceil(left / 60) : left);
  const pair = `node latchkey-agent.mjs pair --server ${location.origin} --code ${code}`;
  return (
    <>
      <Stack gap={4} align="center">
        <Text size="sm" c="dimmed" id="pairing-code">
          {said.code}
        </Text>
        <output className={classes.code} aria-labelledby="pairing-code" dir="ltr">
          {code}
        </output>
        <Text size="sm" c="dimmed">
          {said.works(time)}
        </Text>
        <Group gap="xs" role="status">
          <Loader size="xs" aria-hidden="true" />
          {said.wait}
        </Group>
      </Stack>
      <Title order={3}>{said.steps}</Title>
      <ReaderDrivers />
      <Text>{said.run}</Text>
      <code className={classes.command} dir="ltr">
        {pair}
        {'\n'}node latchkey-agent.mjs run
      </code>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {said.runs}
        </Text>
        <CopyButton value={`${pair}\nnode latchkey-agent.mjs run\n`} />
      </Group>
    </>
  );
}
