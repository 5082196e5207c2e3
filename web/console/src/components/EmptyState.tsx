import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './DataTable.module.css';

/** Where there is nothing yet: what would be here, and what to do first. */
export function EmptyState({ title, text, action }: { title: string; text?: string; action?: ReactNode }) {
  return (
    <Stack className={classes.empty} align="center" gap="xs">
      <Text fw={600}>{title}</Text>
      {text && <Text c="dimmed">{text}</Text>}
      {action}
    </Stack>
  );
}
