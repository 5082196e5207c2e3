import { Button, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import type { Change } from '../api/queries.ts';
import { useTexts } from '../texts/index.tsx';
import { Dialog } from './Dialog.tsx';
import { failureText } from './failureText.ts';
import { Notice } from './Notice.tsx';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  text: string;
  /** What the button says that does it. */
  button: string;
  onConfirm: () => unknown;
  /** What it asks the server for, where it does. */
  change?: Pick<Change<unknown, unknown>, 'busy' | 'failure' | 'reset'>;
  /** It takes something away. */
  danger?: boolean;
  /** It is asked from within another dialogue. */
  above?: boolean;
  children?: ReactNode;
}

/** Asks before something is done. */
export function ConfirmDialog({ opened, onClose, title, text, button, onConfirm, change, danger = false, above = false, children }: Props) {
  const texts = useTexts();
  const reset = change?.reset;
  // What did not work last time is not said again.
  useEffect(() => {
    if (!opened) reset?.();
  }, [opened, reset]);
  return (
    <Dialog opened={opened} onClose={onClose} title={title} zIndex={above ? 300 : 200}>
      <Stack>
        <Text>{text}</Text>
        {children}
        {change?.failure && <Notice kind="error">{failureText(texts, change.failure)}</Notice>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus={danger || undefined}>
            {texts.common.cancel}
          </Button>
          <Button
            {...(danger ? { color: 'red.9' } : {})}
            onClick={() => void onConfirm()}
            loading={change?.busy ?? false}
            data-autofocus={!danger || undefined}
          >
            {button}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
