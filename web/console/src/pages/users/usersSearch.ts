import type { KeyKind, UserOrderField, UserStatus } from '../../gql/graphql.ts';

export const statuses = ['NO_KEY', 'PENDING', 'ACTIVE', 'SUSPENDED'] as const satisfies readonly UserStatus[];
export const kinds = ['SMARTPHONE', 'CONTACTLESS_CARD', 'HARDWARE_KEY'] as const satisfies readonly KeyKind[];
export const orders = ['NAME', 'EMAIL', 'CREATED_AT'] as const satisfies readonly UserOrderField[];

/** What the list of people shows, as the address says it. */
export interface UsersSearch {
  q?: string | undefined;
  status?: UserStatus | undefined;
  group?: string | undefined;
  kind?: KeyKind | undefined;
  order?: UserOrderField | undefined;
  down?: boolean | undefined;
  after?: string | undefined;
  before?: string | undefined;
}

const oneOf = <T extends string>(list: readonly T[], value: unknown): T | undefined => list.find((one) => one === value);
const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 500) || undefined : undefined;

/** Reads the address; what it does not know, it leaves out. */
export function readUsersSearch(search: Record<string, unknown>): UsersSearch {
  const { q, status, group, kind, order, down, after, before } = search;
  const read = {
    q: text(q),
    status: oneOf(statuses, status),
    group: text(group),
    kind: oneOf(kinds, kind),
    order: oneOf(orders, order),
    down: down === true || undefined,
    after: text(after),
    before: text(before),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
