import { Button, Group, Stack } from '@mantine/core';
import { Facts } from '../../../../components/Facts.tsx';
import { Notice } from '../../../../components/Notice.tsx';
import type { TapJobFieldsFragment } from '../../../../gql/graphql.ts';
import { useTexts } from '../../../../texts/index.tsx';
import { SimulatedBadge } from './SimulatedBadge.tsx';

/** The card that was tapped, as far as it may be told. */
export function TapSucceeded({ job: { card, reader }, onDone }: { job: TapJobFieldsFragment; onDone: () => void }) {
  const { tap } = useTexts();
  return (
    <Stack>
      <div role="status">
        <Notice title={tap.tapped}>
          {card && (
            <Facts
              facts={[
                [tap.card, <bdi key="card">…{card.uidSuffix}</bdi>],
                [tap.technology, tap.technologies[card.technology]],
                [tap.assurance, tap.assurances[card.assurance]],
              ]}
            />
          )}
        </Notice>
      </div>
      {reader?.adapter === 'SIMULATED' && <SimulatedBadge />}
      <Group justify="flex-end">
        <Button onClick={onDone} data-autofocus>
          {tap.done}
        </Button>
      </Group>
    </Stack>
  );
}
