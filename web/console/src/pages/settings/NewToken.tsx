import { Checkbox, NumberInput, Stack, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useChange } from '../../api/queries.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useFieldErrors } from '../../components/fieldErrors.tsx';
import { NameField } from '../../components/NameField.tsx';
import { OnceDialog } from '../../components/OnceDialog.tsx';
import { CreateApiTokenDocument, type TokenScope } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';

const scopes = ['READ', 'DIRECTORY', 'ENROLMENT', 'EVENTS'] as const satisfies readonly TokenScope[];
const usualDays = 90;

/** Makes a token, and shows it this once. */
export function NewToken({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { form, scopes: said } = useTexts().settings.tokens;
  const create = useChange(CreateApiTokenDocument);
  const errors = useFieldErrors(create.failure, ['name', 'scopes', 'days']);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<TokenScope[]>(['READ']);
  const [days, setDays] = useState<number | string>(usualDays);
  const [token, setToken] = useState<string | null>(null);
  const { reset } = create;
  useEffect(() => {
    if (!opened) return;
    setName('');
    setChosen(['READ']);
    setDays(usualDays);
    reset();
  }, [opened, reset]);
  const submit = async () => {
    const answer = await create.run({ input: { name, scopes: chosen, days: typeof days === 'number' ? days : null } });
    if (!answer.ok) return;
    setToken(answer.value.token);
    // Nothing else in the page keeps it.
    reset();
    onClose();
  };
  return (
    <>
      <FormDialog opened={opened} onClose={onClose} title={form.title} button={form.create} onSubmit={submit} change={create} errors={errors}>
        <NameField label={form.name} description={form.nameHint} required value={name} error={errors.of('name')} onChange={setName} />
        <Checkbox.Group
          label={form.scopes}
          required
          value={chosen}
          error={errors.of('scopes')}
          onChange={(values) => setChosen(scopes.filter((scope) => values.includes(scope)))}
        >
          <Stack gap="sm" mt="xs">
            {scopes.map((scope) => (
              <Checkbox key={scope} value={scope} label={said[scope].label} description={said[scope].hint} />
            ))}
          </Stack>
        </Checkbox.Group>
        <NumberInput label={form.days} value={days} error={errors.of('days')} min={1} max={366} allowDecimal={false} onChange={setDays} maw="10rem" />
      </FormDialog>
      <MadeToken token={token} onDone={() => setToken(null)} />
    </>
  );
}

function MadeToken({ token, onDone }: { token: string | null; onDone: () => void }) {
  const { made } = useTexts().settings.tokens;
  return (
    <OnceDialog value={token} texts={made} onDone={onDone} size="lg">
      <TextInput
        label={made.label}
        value={token ?? ''}
        readOnly
        dir="ltr"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
    </OnceDialog>
  );
}
