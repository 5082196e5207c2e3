import { Checkbox, Radio, Stack, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { useChange } from '../../api/queries.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useFieldErrors } from '../../components/fieldErrors.tsx';
import { NameField } from '../../components/NameField.tsx';
import { CreateGroupDocument, type GroupFieldsFragment, type KeyKind, UpdateGroupDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { kinds } from '../users/usersSearch.ts';

interface Props {
  /** Which one is changed; null makes a new one. */
  group: GroupFieldsFragment | null;
  onClose: () => void;
  onDone?: (groupId: string) => void;
}

/** Makes a group or changes one: its name, what it is for, and which keys its members may have. It begins anew each time it is shown. */
export function GroupForm({ group, onClose, onDone }: Props) {
  const { form } = useTexts().groups;
  const create = useChange(CreateGroupDocument);
  const update = useChange(UpdateGroupDocument);
  const change = group ? update : create;
  const errors = useFieldErrors(change.failure, ['name', 'description', 'allowedKeyKinds']);
  const [name, setName] = useState(group?.name ?? '');
  const [description, setDescription] = useState(group?.description ?? '');
  const [policy, setPolicy] = useState<readonly KeyKind[] | null>(group?.allowedKeyKinds ?? null);
  // The same sent again after a lost answer makes no second group.
  const sent = useRef({ text: '', idempotencyKey: '' });
  const submit = async () => {
    const input = { name, description: description || null, allowedKeyKinds: policy ? [...policy] : null };
    const text = JSON.stringify(input);
    if (text !== sent.current.text) sent.current = { text, idempotencyKey: crypto.randomUUID() };
    const { idempotencyKey } = sent.current;
    const answer = group ? await update.run({ input: { groupId: group.id, ...input } }) : await create.run({ input: { ...input, idempotencyKey } });
    if (!answer.ok) return;
    onClose();
    onDone?.(answer.value.group.id);
  };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={group ? form.editTitle : form.createTitle}
      button={group ? form.save : form.create}
      onSubmit={submit}
      change={change}
      errors={errors}
    >
      <NameField label={form.name} required value={name} error={errors.of('name')} onChange={setName} />
      <Textarea
        label={form.description}
        value={description}
        error={errors.of('description')}
        autosize
        minRows={2}
        maxRows={8}
        dir="auto"
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
      />
      <Radio.Group label={form.policy} value={policy ? 'some' : 'any'} onChange={(value) => setPolicy(value === 'any' ? null : [...kinds])}>
        <Stack gap="xs" mt="xs">
          <Radio value="any" label={form.any} />
          <Radio value="some" label={form.some} />
        </Stack>
      </Radio.Group>
      {policy && (
        <Checkbox.Group
          aria-label={form.policy}
          description={form.someHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={[...policy]}
          onChange={(chosen) => setPolicy(kinds.filter((kind) => chosen.includes(kind)))}
          error={errors.of('allowedKeyKinds')}
        >
          <KindBoxes />
        </Checkbox.Group>
      )}
    </FormDialog>
  );
}

function KindBoxes() {
  const { keyKind } = useTexts().common;
  return (
    <Stack gap="xs" ms="lg" mb="xs">
      {kinds.map((kind) => (
        <Checkbox key={kind} value={kind} label={keyKind[kind]} />
      ))}
    </Stack>
  );
}
