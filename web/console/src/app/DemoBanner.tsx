import { Anchor } from '@mantine/core';
import { useTexts } from '../texts/index.tsx';
import classes from './Shell.module.css';
import { useDemo } from './useDemo.ts';
import { useViewer } from './viewer.ts';

/** Says on every page of a demo that it is one, and where the mail of its people lies. */
export function DemoBanner() {
  const { demo } = useTexts().shell;
  const isDemo = useDemo();
  const { role } = useViewer();
  if (!isDemo) return null;
  return (
    <aside className={classes.demo} aria-label={demo.label}>
      <strong>{demo.label}</strong>
      <span>{demo.text}</span>
      {role === 'OWNER' && (
        <Anchor href="/mailbox" target="_blank" rel="noopener" inherit>
          {demo.mailbox}
        </Anchor>
      )}
    </aside>
  );
}
