import type { Place } from './Pager.tsx';

/** The one of a list that a search parameter names. */
export const oneOf = <T extends string>(list: readonly T[], value: string | undefined): T | undefined => list.find((one) => one === value);

/** A place in a list, from the search parameters. */
export const placeOf = ({ after, before }: Record<string, string | undefined>): Place => ({ after, before });

type Search = Record<string, string | undefined>;

/** What the address says after a change of a filter: the list begins at its first page again. */
export const filtered =
  (change: Search) =>
  ({ after: _, before: __, ...rest }: Search): Record<string, string> =>
    Object.fromEntries(Object.entries({ ...rest, ...change }).filter((entry): entry is [string, string] => Boolean(entry[1])));

/** What the address says on another page of the list. */
export const gone = (place: Place) => filtered({ after: place.after, before: place.before });
