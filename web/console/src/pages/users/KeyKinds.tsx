import { Group, Text, Tooltip } from '@mantine/core';
import { Icon, type IconName } from '../../components/Icon.tsx';
import type { KeyKind, KeyStatus } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';

export const kindIcon: Record<KeyKind, IconName> = { SMARTPHONE: 'phone', CONTACTLESS_CARD: 'card', HARDWARE_KEY: 'usb' };

const alive = new Set<KeyStatus>(['PENDING', 'ACTIVE', 'SUSPENDED']);

/** The kinds of a person's keys that are not over, as pictures with their names. */
export function KeyKinds({ securityKeys }: { securityKeys: readonly { id: string; kind: KeyKind; status: KeyStatus }[] }) {
  const { common } = useTexts();
  const living = securityKeys.filter(({ status }) => alive.has(status));
  if (living.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {common.none}
      </Text>
    );
  return (
    <Group gap={6} wrap="nowrap">
      {living.map(({ id, kind, status }) => {
        const name = `${common.keyKind[kind]}: ${common.keyStatus[status]}`;
        return (
          <Tooltip key={id} label={name}>
            <span role="img" aria-label={name}>
              <Icon name={kindIcon[kind]} />
            </span>
          </Tooltip>
        );
      })}
    </Group>
  );
}
