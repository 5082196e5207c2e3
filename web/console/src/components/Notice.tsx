import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import classes from './Notice.module.css';

/** Something to know, or something that went wrong: the latter is read out at once. */
export function Notice({ kind = 'info', title, children }: { kind?: 'info' | 'warning' | 'error'; title?: string; children?: ReactNode }) {
  return (
    <Alert
      className={classes[kind] ?? ''}
      classNames={{ title: classes.title ?? '', message: classes.message ?? '', icon: classes.icon ?? '' }}
      icon={<Icon name={kind === 'info' ? 'info' : 'alert'} />}
      title={title}
      role={kind === 'error' ? 'alert' : 'note'}
    >
      {children}
    </Alert>
  );
}
