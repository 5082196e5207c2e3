import { Group, Text, Tooltip } from '@mantine/core';
import type { KeyKind } from '../gql/graphql.ts';
import { kindIcon } from '../pages/users/KeyKinds.tsx';
import { useTexts } from '../texts/index.tsx';
import { Icon } from './Icon.tsx';

/** A key by its name, and its kind as a picture with a name. */
export function KeyName({ securityKey }: { securityKey: { name: string; kind: KeyKind } | null | undefined }) {
  const { common } = useTexts();
  if (!securityKey) return common.none;
  const kind = common.keyKind[securityKey.kind];
  return (
    <Group gap="xs" wrap="nowrap" component="span">
      <Tooltip label={kind}>
        <Text span lh={0} role="img" aria-label={kind}>
          <Icon name={kindIcon[securityKey.kind]} />
        </Text>
      </Tooltip>
      <bdi style={{ minWidth: '6rem' }}>{securityKey.name}</bdi>
    </Group>
  );
}
