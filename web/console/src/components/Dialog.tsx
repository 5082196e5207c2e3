import { Modal, type ModalProps } from '@mantine/core';
import { useLayoutEffect } from 'react';
import { useTexts } from '../texts/index.tsx';

/** A dialogue. Once it is closed the focus is back where it was, even where it is made anew each time it opens. */
export function Dialog(props: ModalProps) {
  const { close } = useTexts().common;
  const { opened } = props;
  // Mantine's own way back misses dialogues that begin opened.
  useLayoutEffect(() => {
    if (!opened) return;
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before !== document.body) before.focus({ preventScroll: true });
    };
  }, [opened]);
  return <Modal {...props} returnFocus={false} closeButtonProps={{ 'aria-label': close }} />;
}
