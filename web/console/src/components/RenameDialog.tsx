import { useState } from 'react';
import type { Failure } from '../api/failure.ts';
import { useTexts } from '../texts/index.tsx';
import { FormDialog } from './FormDialog.tsx';
import { useFieldErrors } from './fieldErrors.tsx';
import { NameField } from './NameField.tsx';

interface Props {
  title: string;
  label: string;
  /** The name as it is. */
  name: string;
  onRename: (name: string) => Promise<{ ok: boolean }>;
  change: { busy: boolean; failure: Failure | null };
  onClose: () => void;
}

/** Gives something another name. It begins anew each time it is shown. */
export function RenameDialog({ title, label, name: before, onRename, change, onClose }: Props) {
  const { save } = useTexts().common;
  const errors = useFieldErrors(change.failure, ['name']);
  const [name, setName] = useState(before);
  const submit = async () => {
    if ((await onRename(name)).ok) onClose();
  };
  return (
    <FormDialog opened onClose={onClose} title={title} button={save} onSubmit={submit} change={change} errors={errors}>
      <NameField label={label} required value={name} error={errors.of('name')} onChange={setName} />
    </FormDialog>
  );
}
