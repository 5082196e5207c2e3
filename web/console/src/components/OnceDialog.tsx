import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from './CopyButton.tsx';
import { Dialog } from './Dialog.tsx';

interface Props {
  /** The secret; null while there is none. */
  value: string | null;
  texts: { title: string; text: string; copy: string; done: string };
  onDone: () => void;
  size?: 'md' | 'lg';
  /** Shows it. */
  children: ReactNode;
}

/** Shows a secret, this once. It closes by its button alone, or the secret would be lost by a slip. */
export function OnceDialog({ value, texts, onDone, size = 'md', children }: Props) {
  return (
    <Dialog
      opened={value !== null}
      onClose={onDone}
      title={texts.title}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      size={size}
    >
      <Stack>
        <Text>{texts.text}</Text>
        {children}
        <Group justify="flex-end">
          {value && <CopyButton value={value} label={texts.copy} />}
          <Button onClick={onDone} data-autofocus>
            {texts.done}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
