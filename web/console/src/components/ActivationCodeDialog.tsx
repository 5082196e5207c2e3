import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTexts } from '../texts/index.tsx';
import { CopyButton } from './CopyButton.tsx';

/** Shows an activation code, this once. It closes by its button alone, or the code would be lost by a slip. */
export function ActivationCodeDialog({ code, onDone }: { code: string | null; onDone: () => void }) {
  const texts = useTexts().wizard.code;
  return (
    <Modal opened={code !== null} onClose={onDone} title={texts.title} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false}>
      <Stack>
        <Text>{texts.text}</Text>
        <Text ff="monospace" fz="xl" fw={600} ta="center" dir="ltr" aria-label={texts.label} role="group">
          {code}
        </Text>
        <Group justify="flex-end">
          {code && <CopyButton value={code} label={texts.copy} />}
          <Button onClick={onDone} data-autofocus>
            {texts.done}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
