import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import type { Failure } from '../api/failure.ts';
import { useTexts } from '../texts/index.tsx';
import { Dialog } from './Dialog.tsx';
import { type FieldErrors, FormProblems } from './fieldErrors.tsx';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What the button says that sends it. */
  button: string;
  onSubmit: () => unknown;
  change: { busy: boolean; failure: Failure | null };
  errors: FieldErrors;
  size?: 'md' | 'lg' | 'xl';
  children: ReactNode;
}

/** A form in a dialogue. */
export function FormDialog({ opened, onClose, title, button, onSubmit, change, errors, size = 'md', children }: Props) {
  const { cancel } = useTexts().common;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!change.busy) void onSubmit();
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={title} size={size}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormProblems failure={change.failure} errors={errors} />
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {cancel}
            </Button>
            <Button type="submit" loading={change.busy}>
              {button}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
