import { Button, Group } from '@mantine/core';
import { useTexts } from '../texts/index.tsx';

/** A page's place in its list, as the API tells it. */
export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor?: string | null;
  endCursor?: string | null;
}

/** Where a page begins or ends, for the address and for the query. */
export interface Place {
  after?: string | undefined;
  before?: string | undefined;
}

/** The query's arguments for a place: key-set pages, so that the last costs what the first costs. */
export const pageArguments = ({ after, before }: Place, size: number) =>
  before ? { last: size, before, first: null, after: null } : { first: size, after: after ?? null, last: null, before: null };

/** To the next page and back. Nothing where all fits on one. */
export function Pager({ info, onGo }: { info: PageInfo; onGo: (place: Place) => void }) {
  const { nextPage, previousPage } = useTexts().common;
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = info;
  if (!hasNextPage && !hasPreviousPage) return null;
  return (
    <Group justify="flex-end" gap="sm" mt="md">
      <Button variant="default" disabled={!hasPreviousPage} onClick={() => onGo({ before: startCursor ?? undefined })}>
        {previousPage}
      </Button>
      <Button variant="default" disabled={!hasNextPage} onClick={() => onGo({ after: endCursor ?? undefined })}>
        {nextPage}
      </Button>
    </Group>
  );
}
