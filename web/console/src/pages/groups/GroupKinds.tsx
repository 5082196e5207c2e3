import type { KeyKind } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';

/** Which kinds of keys a group lets its members have. */
export function GroupKinds({ kinds }: { kinds: readonly KeyKind[] | null | undefined }) {
  const { groups, common } = useTexts();
  if (!kinds) return groups.anyKind;
  return kinds.length === 0 ? groups.noKind : kinds.map((kind) => common.keyKind[kind]).join(', ');
}
