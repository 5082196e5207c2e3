import { Radio, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../api/queries.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { type FieldErrors, useFieldErrors } from '../../components/fieldErrors.tsx';
import { NameField } from '../../components/NameField.tsx';
import { type ApplicationFieldsFragment, type ApplicationType, CreateApplicationDocument, UpdateApplicationDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';

const fields = ['name', 'type', 'redirectUris', 'postLogoutRedirectUris', 'idTokenAlgorithm', 'groupsClaim'] as const;
const types = ['CONFIDENTIAL', 'PUBLIC'] as const satisfies readonly ApplicationType[];

/** What both forms ask for; addresses as they are typed, one a line. */
interface Draft {
  name: string;
  redirectUris: string;
  postLogoutRedirectUris: string;
}

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

const inputOf = ({ name, redirectUris, postLogoutRedirectUris }: Draft) => ({
  name,
  redirectUris: lines(redirectUris),
  postLogoutRedirectUris: lines(postLogoutRedirectUris),
});

interface NewProps {
  onClose: () => void;
  onDone: (application: { id: string; clientSecret: string | null }) => void;
}

/** Registers an application. */
export function NewApplication({ onClose, onDone }: NewProps) {
  const texts = useTexts().applications;
  const create = useChange(CreateApplicationDocument);
  const errors = useFieldErrors(create.failure, fields);
  const [draft, setDraft] = useState<Draft>({ name: '', redirectUris: '', postLogoutRedirectUris: '' });
  const [type, setType] = useState<ApplicationType>('CONFIDENTIAL');
  const submit = async () => {
    const answer = await create.run({ input: { ...inputOf(draft), type } });
    if (!answer.ok) return;
    const { application, clientSecret } = answer.value;
    // Nothing else in the page keeps the secret.
    create.reset();
    onClose();
    onDone({ id: application.id, clientSecret: clientSecret ?? null });
  };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={texts.form.createTitle}
      button={texts.form.create}
      onSubmit={submit}
      change={create}
      errors={errors}
      size="lg"
    >
      <ApplicationInputs draft={draft} onChange={setDraft} errors={errors} />
      <Radio.Group label={texts.form.type} description={texts.form.typeHint} value={type} onChange={(value) => setType(value as ApplicationType)}>
        <Stack gap="xs" mt="xs">
          {types.map((value) => (
            <Radio key={value} value={value} label={texts.types[value].label} description={texts.types[value].hint} />
          ))}
        </Stack>
      </Radio.Group>
    </FormDialog>
  );
}

/** Changes an application. */
export function EditApplication({ application, onClose }: { application: ApplicationFieldsFragment; onClose: () => void }) {
  const { form, groupsClaims, algorithms } = useTexts().applications;
  const update = useChange(UpdateApplicationDocument);
  const errors = useFieldErrors(update.failure, fields);
  const [draft, setDraft] = useState<Draft>({
    name: application.name,
    redirectUris: application.redirectUris.join('\n'),
    postLogoutRedirectUris: application.postLogoutRedirectUris.join('\n'),
  });
  const [groupsClaim, setGroupsClaim] = useState(application.groupsClaim);
  const [idTokenAlgorithm, setAlgorithm] = useState(application.idTokenAlgorithm);
  const submit = async () => {
    const answer = await update.run({ input: { applicationId: application.id, ...inputOf(draft), groupsClaim, idTokenAlgorithm } });
    if (answer.ok) onClose();
  };
  return (
    <FormDialog opened onClose={onClose} title={form.editTitle} button={form.save} onSubmit={submit} change={update} errors={errors} size="lg">
      <ApplicationInputs draft={draft} onChange={setDraft} errors={errors} />
      <Choice label={form.groupsClaim} value={groupsClaim} texts={groupsClaims} onChange={setGroupsClaim} />
      <Choice label={form.algorithm} value={idTokenAlgorithm} texts={algorithms} onChange={setAlgorithm} />
    </FormDialog>
  );
}

function ApplicationInputs({ draft, onChange, errors }: { draft: Draft; onChange: (draft: Draft) => void; errors: FieldErrors }) {
  const { form } = useTexts().applications;
  return (
    <>
      <NameField
        label={form.name}
        description={form.nameHint}
        required
        value={draft.name}
        error={errors.of('name')}
        onChange={(name) => onChange({ ...draft, name })}
      />
      <Textarea
        label={form.redirectUris}
        description={form.redirectHint}
        required
        value={draft.redirectUris}
        error={errors.of('redirectUris')}
        autosize
        minRows={2}
        maxRows={8}
        dir="ltr"
        spellCheck={false}
        onChange={({ currentTarget }) => onChange({ ...draft, redirectUris: currentTarget.value })}
      />
      <Textarea
        label={form.postLogoutRedirectUris}
        description={form.postLogoutHint}
        value={draft.postLogoutRedirectUris}
        error={errors.of('postLogoutRedirectUris')}
        autosize
        minRows={1}
        maxRows={8}
        dir="ltr"
        spellCheck={false}
        onChange={({ currentTarget }) => onChange({ ...draft, postLogoutRedirectUris: currentTarget.value })}
      />
    </>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  texts: Record<Value, string>;
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, texts, onChange }: ChoiceProps<Value>) {
  return (
    <Radio.Group label={label} value={value} onChange={(chosen) => onChange(chosen as Value)}>
      <Stack gap="xs" mt="xs">
        {(Object.keys(texts) as Value[]).map((one) => (
          <Radio key={one} value={one} label={texts[one]} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
