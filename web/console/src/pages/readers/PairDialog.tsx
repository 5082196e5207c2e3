import { Button, Group, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAsk, useChange } from '../../api/queries.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { FormProblems, useFieldErrors } from '../../components/fieldErrors.tsx';
import { NameField } from '../../components/NameField.tsx';
import { Notice } from '../../components/Notice.tsx';
import { CreatePairingCodeDocument, NewestAgentsDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { PairingCode } from './PairingCode.tsx';

/** Minutes, as the API says of pairing codes. */
const works = 10;

/** Pairs a PC: a name, then a code with what to do there, then the PC as it comes. */
export function PairDialog({ onClose }: { onClose: () => void }) {
  const { readers, common } = useTexts();
  const { pairing: texts } = readers;
  const create = useChange(CreatePairingCodeDocument);
  const errors = useFieldErrors(create.failure, ['name']);
  const [name, setName] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const agents = useAsk(NewestAgentsDocument, {}, { topics: ['readers'] }).data?.readerAgents.edges.map(({ node }) => node);
  const [before, setBefore] = useState<readonly string[] | null>(null);
  // Whoever was not there when the code was made came by it; ids tell, as names may be the PC's own.
  const paired = before && agents?.find(({ id }) => !before.includes(id));

  const make = async (event?: FormEvent) => {
    event?.preventDefault();
    const answer = await create.run({ input: { name: name.trim() || null } });
    if (!answer.ok) return;
    setBefore(agents?.map(({ id }) => id) ?? []);
    setCode(answer.value.pairingCode);
  };
  return (
    <Dialog opened onClose={onClose} title={texts.title} size="lg">
      {code === null ? (
        <form onSubmit={make} noValidate>
          <Stack>
            <FormProblems failure={create.failure} errors={errors} />
            <NameField label={texts.name} description={texts.nameHint} value={name} error={errors.of('name')} onChange={setName} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {common.cancel}
              </Button>
              <Button type="submit" loading={create.busy} disabled={!agents}>
                {texts.make}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack>
          <div role="status">{paired ? <Notice title={texts.done(paired.name)} /> : null}</div>
          {!paired && <PairingCode key={code} code={code} minutes={works} busy={create.busy} onAgain={() => void make()} />}
          <Group justify="flex-end">
            <Button variant={paired ? 'filled' : 'default'} onClick={onClose}>
              {paired ? texts.close : common.close}
            </Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  );
}
