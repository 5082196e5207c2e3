import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useAsk } from '../../../../api/queries.ts';
import { useRights } from '../../../../app/viewer.ts';
import { Loaded } from '../../../../components/Loaded.tsx';
import { Notice } from '../../../../components/Notice.tsx';
import { TapReadersDocument, type TapReadersQuery } from '../../../../gql/graphql.ts';
import { useTexts } from '../../../../texts/index.tsx';
import { ReaderDrivers } from './ReaderDrivers.tsx';
import { SimulatedBadge } from './SimulatedBadge.tsx';

interface Props {
  chosen: string | null;
  onChoose: (readerId: string) => void;
  busy: boolean;
  onAsk: (readerId: string) => void;
}

type Agents = TapReadersQuery['readerAgents']['edges'];

const readersOf = (edges: Agents) =>
  edges.flatMap(({ node: { name: pc, readers } }) => readers.filter(({ connected }) => connected).map((reader) => ({ ...reader, pc })));

/** Which of the readers that are connected now; they come and go in the list as they do in the world. */
export function ChooseReader({ chosen, onChoose, busy, onAsk }: Props) {
  const { tap } = useTexts();
  const query = useAsk(TapReadersDocument, {}, { topics: ['readers'] });
  const there = readersOf(query.data?.readerAgents.edges ?? []);
  const readerId = there.find(({ id }) => id === chosen)?.id ?? (there.length === 1 ? there[0]?.id : undefined);
  useEffect(() => {
    if (readerId && readerId !== chosen) onChoose(readerId);
  }, [readerId, chosen, onChoose]);

  return (
    <Loaded query={query} lines={3}>
      {() =>
        there.length === 0 ? (
          <NoReader />
        ) : (
          <Stack>
            <Radio.Group label={tap.choose} description={tap.chooseHint} value={readerId ?? null} onChange={onChoose}>
              <Stack gap="sm" mt="sm">
                {there.map(({ id, name, pc, adapter }) => (
                  <Radio
                    key={id}
                    value={id}
                    label={
                      <Group gap="xs" component="span">
                        <bdi>{name}</bdi>
                        <Text span c="dimmed">
                          {tap.on(pc)}
                        </Text>
                        {adapter === 'SIMULATED' && <SimulatedBadge />}
                      </Group>
                    }
                  />
                ))}
              </Stack>
            </Radio.Group>
            <Group justify="flex-end">
              <Button disabled={!readerId} loading={busy} onClick={() => readerId && onAsk(readerId)}>
                {tap.ask}
              </Button>
            </Group>
          </Stack>
        )
      }
    </Loaded>
  );
}

/** C10: what is missing, and where to get it. */
function NoReader() {
  const { tap } = useTexts();
  const { may } = useRights();
  return (
    <Stack>
      <Notice kind="warning" title={tap.noReader}>
        {tap.noReaderHint}
      </Notice>
      <ReaderDrivers />
      {may('reader.manage') && (
        <Group justify="flex-end">
          <Button component={Link} to="/readers" variant="default">
            {tap.toReaders}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
