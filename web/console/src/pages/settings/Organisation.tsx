import { Button, Group, NativeSelect, Radio, Stack, Switch, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { keyOf, useAsk, useChange } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { FormProblems, useFieldErrors } from '../../components/fieldErrors.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Notice } from '../../components/Notice.tsx';
import {
  type ActivationProof,
  type CardNumberFormat,
  UpdateWorkspaceDocument,
  type WorkspaceFieldsFragment,
  WorkspaceSettingsDocument,
} from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { Section } from './Section.tsx';

const proofs = ['LINK', 'LINK_AND_CODE'] as const satisfies readonly ActivationProof[];
const formats = ['HEX', 'HEX_REVERSED', 'DECIMAL', 'DECIMAL_REVERSED'] as const satisfies readonly CardNumberFormat[];

/** The organisation's name and policies. */
export function Organisation() {
  const { organisation: texts } = useTexts().settings;
  const { may } = useRights();
  const query = useAsk(WorkspaceSettingsDocument, {}, { topics: ['workspace'] });
  const isLocked = !may('workspace.update');
  return (
    <Section title={texts.title} {...(isLocked ? { lead: texts.ownersOnly } : {})}>
      <Loaded query={query} lines={5}>
        {({ workspace }) => <OrganisationForm workspace={workspace} isLocked={isLocked} />}
      </Loaded>
    </Section>
  );
}

function OrganisationForm({ workspace, isLocked }: { workspace: WorkspaceFieldsFragment; isLocked: boolean }) {
  const { organisation: texts } = useTexts().settings;
  const queries = useQueryClient();
  const update = useChange(UpdateWorkspaceDocument);
  const errors = useFieldErrors(update.failure, ['name', 'activationProof', 'activationLinkVisible', 'typedCardFormat', 'minimumProximity']);
  // What was changed here and not saved yet; the rest follows what others change.
  const [changes, setChanges] = useState<Partial<Omit<WorkspaceFieldsFragment, 'id'>>>({});
  const [saved, setSaved] = useState(false);
  const { name, activationProof, activationLinkVisible, typedCardFormat, minimumProximity } = { ...workspace, ...changes };
  const change = (given: typeof changes) => {
    setSaved(false);
    setChanges({ ...changes, ...given });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await update.run({ input: changes });
    if (!answer.ok) return;
    await queries.invalidateQueries({ queryKey: keyOf(WorkspaceSettingsDocument, {}) });
    setChanges({});
    setSaved(true);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack maw="36rem">
        <FormProblems failure={update.failure} errors={errors} />
        <TextInput
          label={texts.name}
          value={name}
          readOnly={isLocked}
          error={errors.of('name')}
          dir="auto"
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        />
        <Radio.Group
          label={texts.proof}
          value={activationProof}
          error={errors.of('activationProof')}
          onChange={(value) => change({ activationProof: value as ActivationProof })}
        >
          <Stack gap="sm" mt="xs">
            {proofs.map((proof) => (
              <Radio key={proof} value={proof} disabled={isLocked} label={texts.proofs[proof].label} description={texts.proofs[proof].hint} />
            ))}
          </Stack>
        </Radio.Group>
        <Switch
          label={texts.linkVisible}
          description={texts.linkVisibleHint}
          checked={activationLinkVisible}
          disabled={isLocked}
          error={errors.of('activationLinkVisible')}
          onChange={({ currentTarget }) => change({ activationLinkVisible: currentTarget.checked })}
        />
        <NativeSelect
          label={texts.format}
          description={texts.formatHint}
          value={typedCardFormat}
          disabled={isLocked}
          error={errors.of('typedCardFormat')}
          data={formats.map((format) => ({ value: format, label: texts.formats[format] }))}
          onChange={({ currentTarget }) => change({ typedCardFormat: currentTarget.value as CardNumberFormat })}
        />
        <Switch
          label={texts.phoneHeard}
          description={texts.phoneHeardHint}
          checked={minimumProximity === 'AGENT_OBSERVED'}
          disabled={isLocked}
          error={errors.of('minimumProximity')}
          onChange={({ currentTarget }) => change({ minimumProximity: currentTarget.checked ? 'AGENT_OBSERVED' : 'CLIENT_CLAIMED' })}
        />
        <div role="status">{saved && <Notice>{texts.saved}</Notice>}</div>
        {!isLocked && (
          <Group>
            <Button type="submit" loading={update.busy} disabled={Object.keys(changes).length === 0}>
              {texts.save}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
