import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useRights } from '../../app/viewer.ts';
import { Icon } from '../../components/Icon.tsx';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import type { AgentFieldsFragment } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import classes from './Readers.module.css';
import { TestTapDialog } from './TestTapDialog.tsx';

type Reader = AgentFieldsFragment['readers'][number];

/** The readers of one PC; each that is ready can be tried out. */
export function ReaderList({ agent: { name, online, readers } }: { agent: AgentFieldsFragment }) {
  const { readers: texts } = useTexts();
  const { may } = useRights();
  const [testing, setTesting] = useState<Reader | null>(null);
  if (readers.length === 0) {
    return (
      <Text c="dimmed" mt="sm">
        {texts.noReaders}
      </Text>
    );
  }
  return (
    <>
      <ul className={classes.readers} aria-label={texts.readersOf(name)}>
        {readers.map((reader) => (
          <li key={reader.id}>
            <Icon name="card" />
            <div className={classes.reader}>
              <bdi>{reader.name}</bdi>
              <Text size="sm" c="dimmed">
                {texts.adapters[reader.adapter]}
              </Text>
            </div>
            <StatusBadge tone={reader.connected ? 'good' : 'quiet'}>
              {reader.connected ? texts.connected : online ? texts.unplugged : texts.away}
            </StatusBadge>
            {may('tap.request') && (
              <Button
                size="xs"
                variant="default"
                disabled={!reader.connected}
                onClick={() => setTesting(reader)}
                aria-label={texts.testAt(reader.name)}
              >
                {texts.test}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {testing && <TestTapDialog reader={testing} onClose={() => setTesting(null)} />}
    </>
  );
}
