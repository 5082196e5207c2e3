import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import type { Failure } from '../../../api/failure.ts';
import { type FieldErrors, FormProblems } from '../../../components/fieldErrors.tsx';
import { useTexts } from '../../../texts/index.tsx';

interface Props {
  onNext: () => unknown;
  onBack?: () => void;
  busy: boolean;
  failure: Failure | null;
  errors: FieldErrors;
  children: ReactNode;
}

/** A step's form with **Next**, which stores the step on the server, and **Back**. */
export function StepForm({ onNext, onBack, busy, failure, errors, children }: Props) {
  const { next, back } = useTexts().common;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) void onNext();
  };
  return (
    // The server checks the fields, so that they are checked in one way.
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <FormProblems failure={failure} errors={errors} />
        {children}
        <Group justify="space-between">
          {onBack ? (
            <Button variant="default" onClick={onBack}>
              {back}
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" loading={busy}>
            {next}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
