import type { Page } from '../modules/paging.ts';

/** A page as Relay's connection. */
export const toConnection = <T>({ rows, hasNextPage, hasPreviousPage }: Page<T>) => ({
  edges: rows.map(({ row, cursor }) => ({ node: row, cursor })),
  pageInfo: { hasNextPage, hasPreviousPage, startCursor: rows[0]?.cursor ?? null, endCursor: rows.at(-1)?.cursor ?? null },
});
