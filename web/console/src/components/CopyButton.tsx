import { Button, CopyButton as Copying } from '@mantine/core';
import { useTexts } from '../texts/index.tsx';
import { Icon } from './Icon.tsx';

/** Puts a text into the clipboard, and says that it did. */
export function CopyButton({ value, label }: { value: string; label?: string }) {
  const { copy, copied: done } = useTexts().common;
  return (
    <Copying value={value} timeout={3_000}>
      {({ copied, copy: put }) => (
        <Button variant="default" leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={put} aria-live="polite">
          {copied ? done : (label ?? copy)}
        </Button>
      )}
    </Copying>
  );
}
