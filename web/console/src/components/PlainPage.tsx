import { Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import mark from '../../mark.svg';
import { useTexts } from '../texts/index.tsx';
import classes from './Page.module.css';

/** A page without the console around it, for who is not in it. */
export function PlainPage({ title, text, next, body }: { title: string; text?: string; next?: string; body?: ReactNode }) {
  const { product } = useTexts().shell;
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  return (
    <main className={classes.plain}>
      <Paper withBorder p="xl" radius="lg" className={classes.plainPaper}>
        <Stack align="flex-start">
          <img src={mark} alt="" />
          <Title order={1}>{title}</Title>
          {text && <Text>{text}</Text>}
          {next && <Text c="dimmed">{next}</Text>}
          {body}
        </Stack>
      </Paper>
    </main>
  );
}
