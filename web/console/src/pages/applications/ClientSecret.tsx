import { TextInput } from '@mantine/core';
import { OnceDialog } from '../../components/OnceDialog.tsx';
import { useTexts } from '../../texts/index.tsx';

/** Shows an application’s secret, this once. */
export function ClientSecret({ value, onDone }: { value: string | null; onDone: () => void }) {
  const { secret } = useTexts().applications;
  return (
    <OnceDialog value={value} texts={secret} onDone={onDone} size="lg">
      <TextInput
        label={secret.label}
        value={value ?? ''}
        readOnly
        dir="ltr"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
    </OnceDialog>
  );
}
