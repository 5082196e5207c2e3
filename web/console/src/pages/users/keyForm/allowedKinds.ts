import type { KeyKind } from '../../../gql/graphql.ts';

/** A group, as far as it matters to keys. */
export interface GroupPolicy {
  allowedKeyKinds?: readonly KeyKind[] | null;
}

/** Whether every group allows a kind; a group that says nothing allows any. */
export const isAllowed = (kind: KeyKind, groups: readonly GroupPolicy[]): boolean =>
  groups.every(({ allowedKeyKinds }) => !allowedKeyKinds || allowedKeyKinds.includes(kind));
