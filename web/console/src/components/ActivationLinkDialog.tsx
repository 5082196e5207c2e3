import { Code } from '@mantine/core';
import { useTexts } from '../texts/index.tsx';
import { OnceDialog } from './OnceDialog.tsx';

/** Shows the link that was mailed, to be copied where no mail arrives. */
export function ActivationLinkDialog({ link, onDone }: { link: string | null; onDone: () => void }) {
  const texts = useTexts().wizard.link;
  return (
    <OnceDialog value={link} texts={texts} onDone={onDone} size="lg">
      <Code block dir="ltr" aria-label={texts.label} role="group" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {link}
      </Code>
    </OnceDialog>
  );
}
