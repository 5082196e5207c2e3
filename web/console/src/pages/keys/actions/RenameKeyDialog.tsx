import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../../api/queries.ts';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { useFieldErrors } from '../../../components/fieldErrors.tsx';
import { RenameSecurityKeyDocument } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import type { ActionKey } from './KeyActions.tsx';

export function RenameKeyDialog(props: { opened: boolean; onClose: () => void; securityKey: ActionKey }) {
  // Made anew each time that it opens, with the name as it is then.
  return <RenameKeyForm key={String(props.opened)} {...props} />;
}

function RenameKeyForm({ opened, onClose, securityKey }: { opened: boolean; onClose: () => void; securityKey: ActionKey }) {
  const { keyActions: texts } = useTexts().user;
  const { save } = useTexts().common;
  const [name, setName] = useState(securityKey.name);
  const rename = useChange(RenameSecurityKeyDocument);
  const errors = useFieldErrors(rename.failure, ['name']);
  const submit = async () => {
    if ((await rename.run({ input: { keyId: securityKey.id, name } })).ok) onClose();
  };
  return (
    <FormDialog opened={opened} onClose={onClose} title={texts.renameTitle} button={save} onSubmit={submit} change={rename} errors={errors}>
      <TextInput
        label={texts.name}
        value={name}
        error={errors.of('name')}
        dir="auto"
        data-autofocus
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
    </FormDialog>
  );
}
