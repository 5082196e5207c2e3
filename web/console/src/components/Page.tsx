import { Group, Stack, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTexts } from '../texts/index.tsx';
import classes from './Page.module.css';

/** The first page keeps the browser's own focus; each one after it takes it, so that a screen reader reads on there. */
let isFirst = true;

/** One page: its title, in the window's too, what can be done on it, and what it shows. */
export function Page({
  title,
  badge,
  lead,
  actions,
  children,
}: {
  title: string;
  /** Beside the title, as of a status. */
  badge?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { product } = useTexts().shell;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  useEffect(() => {
    if (!isFirst) heading.current?.focus({ preventScroll: true });
    isFirst = false;
  }, []);
  return (
    <div className={classes.page}>
      <Group justify="space-between" align="flex-start" gap="md" mb="lg">
        <Stack gap={4} miw={0}>
          <Group gap="sm">
            <Title order={1} ref={heading} tabIndex={-1} dir="auto">
              {title}
            </Title>
            {badge}
          </Group>
          {lead && <div className={classes.lead}>{lead}</div>}
        </Stack>
        {actions && <Group gap="sm">{actions}</Group>}
      </Group>
      {children}
    </div>
  );
}
