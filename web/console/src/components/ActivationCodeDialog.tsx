import { Text } from '@mantine/core';
import { useTexts } from '../texts/index.tsx';
import { OnceDialog } from './OnceDialog.tsx';

/** Shows an activation code, to be passed on by another way than the link. */
export function ActivationCodeDialog({ code, onDone }: { code: string | null; onDone: () => void }) {
  const texts = useTexts().wizard.code;
  return (
    <OnceDialog value={code} texts={texts} onDone={onDone}>
      <Text ff="monospace" fz="xl" fw={600} ta="center" dir="ltr" aria-label={texts.label} role="group">
        {code}
      </Text>
    </OnceDialog>
  );
}
