import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../api/queries.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useFieldErrors } from '../../components/fieldErrors.tsx';
import { RenameReaderAgentDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';

export function RenameAgentDialog({ agent, onClose }: { agent: { id: string; name: string }; onClose: () => void }) {
  const { readers: texts, common } = useTexts();
  const rename = useChange(RenameReaderAgentDocument);
  const errors = useFieldErrors(rename.failure, ['name']);
  const [name, setName] = useState(agent.name);
  const submit = async () => {
    if ((await rename.run({ input: { agentId: agent.id, name } })).ok) onClose();
  };
  return (
    <FormDialog opened onClose={onClose} title={texts.renameTitle} button={common.save} onSubmit={submit} change={rename} errors={errors}>
      <TextInput
        label={texts.name}
        required
        value={name}
        error={errors.of('name')}
        dir="auto"
        data-autofocus
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
    </FormDialog>
  );
}
