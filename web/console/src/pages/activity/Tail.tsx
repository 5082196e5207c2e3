import { Button, Group } from '@mantine/core';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import type { ActivityQuery } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';

interface Props {
  /** The first page as it is now. */
  log: ActivityQuery | undefined;
  /** The first page as it was when it was held; null where it moves. */
  held: ActivityQuery | null;
  onHold: (log: ActivityQuery | null) => void;
}

/** Holds the rows still for reading, and says how many have come since. */
export function Tail({ log, held, onHold }: Props) {
  const { live } = useTexts().activity;
  const newest = held?.events.edges[0]?.node.number ?? 0;
  const since = held && log ? log.events.edges.filter(({ node }) => node.number > newest).length : 0;
  const more = since === log?.events.edges.length && (log?.events.pageInfo.hasNextPage ?? false);
  return (
    <Group gap="sm">
      <Button size="xs" variant="default" disabled={!log} onClick={() => onHold(held ? null : (log ?? null))}>
        {held ? live.goOn : live.pause}
      </Button>
      {held && <StatusBadge tone="stopped">{live.paused}</StatusBadge>}
      <span role="status">{held && since > 0 && live.waiting(since, more)}</span>
    </Group>
  );
}
