import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Failure } from '../api/failure.ts';
import { useTexts } from '../texts/index.tsx';
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
  /** It takes something away. */
  danger?: boolean;
  /** It is asked from within another dialogue. */
  above?: boolean;
  busy?: boolean;
  failure?: Failure | null;
  children?: ReactNode;
}

/** Asks before something is done. */
export function ConfirmDialog({
  opened,
  onClose,
  title,
  text,
  button,
  onConfirm,
  danger = false,
  above = false,
  busy = false,
  failure = null,
  children,
}: Props) {
  const texts = useTexts();
  return (
    <Modal opened={opened} onClose={onClose} title={title} zIndex={above ? 300 : 200} closeButtonProps={{ 'aria-label': texts.common.close }}>
      <Stack>
        <Text>{text}</Text>
        {children}
        {failure && <Notice kind="error">{failureText(texts, failure)}</Notice>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus={danger || undefined}>
            {texts.common.cancel}
          </Button>
          <Button {...(danger ? { color: 'red.9' } : {})} onClick={() => void onConfirm()} loading={busy} data-autofocus={!danger || undefined}>
            {button}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
