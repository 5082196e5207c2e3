import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../../api/queries.ts';
import { useRights } from '../../../app/viewer.ts';
import { Icon } from '../../../components/Icon.tsx';
import { AssignContactlessCardDocument } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { TapDialog } from '../wizard/tap/TapDialog.tsx';
import type { Person } from './PersonSections.tsx';

/** C9a for a person who is there already: the tap activates the key at once. */
export function AssignCardNow({ keyId, person }: { keyId: string; person: Person }) {
  const { keys: texts } = useTexts().user;
  const { mayTo } = useRights();
  const [opened, setOpened] = useState(false);
  const assign = useChange(AssignContactlessCardDocument);
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" c="dimmed">
        {texts.waitsForTap}
      </Text>
      {mayTo('tap.request', person) && (
        <Button size="xs" leftSection={<Icon name="card" size={16} />} onClick={() => setOpened(true)}>
          {texts.tapNow}
        </Button>
      )}
      <TapDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={texts.tapNow}
        askForTap={(readerId) => assign.run({ input: { target: { keyId }, readerId } })}
      />
    </Group>
  );
}
