import { Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keyOf, useChange } from '../../../api/queries.ts';
import { Icon } from '../../../components/Icon.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { AssignContactlessCardDocument, UserWizardDocument, type WizardFieldsFragment } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { ReaderDriversHint } from './tap/ReaderDriversHint.tsx';
import { TapDialog } from './tap/TapDialog.tsx';

interface Props {
  wizard: WizardFieldsFragment;
  /** Stores the step, which the tap is for. @returns whether it could be */
  onBefore: () => Promise<boolean>;
}

/** C9a, C10: **Assign Contactless Card**, and what the reader needs. */
export function AssignCard({ wizard: { id, card }, onBefore }: Props) {
  const { card: texts } = useTexts().wizard;
  const [opened, setOpened] = useState(false);
  const [busy, setBusy] = useState(false);
  const queries = useQueryClient();
  const assign = useChange(AssignContactlessCardDocument);
  const open = async () => {
    setBusy(true);
    setOpened(await onBefore());
    setBusy(false);
  };
  return (
    <Stack gap="sm">
      {card ? (
        <Notice title={texts.assigned(card.uidSuffix)}>{card.assurance === 'UID_ONLY' ? texts.uidOnly : texts.cryptographic}</Notice>
      ) : (
        <Text c="dimmed">{texts.notAssigned}</Text>
      )}
      <Group>
        <Button variant={card ? 'default' : 'filled'} leftSection={<Icon name="card" />} onClick={open} loading={busy}>
          {card ? texts.assignAgain : texts.assign}
        </Button>
      </Group>
      <ReaderDriversHint />
      <TapDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={texts.assign}
        askForTap={(readerId) => assign.run({ input: { target: { wizardId: id }, readerId } })}
        onTapped={() => void queries.invalidateQueries({ queryKey: keyOf(UserWizardDocument, { id }) })}
      />
    </Stack>
  );
}
