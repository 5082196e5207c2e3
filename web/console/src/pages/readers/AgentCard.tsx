import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { useId, useState } from 'react';
import { useAsk, useChange } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { MomentText } from '../../components/MomentText.tsx';
import { PersonName } from '../../components/PersonName.tsx';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import { type AgentFieldsFragment, ReaderDriversDocument, RevokeReaderAgentDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { ReaderList } from './ReaderList.tsx';
import { RenameAgentDialog } from './RenameAgentDialog.tsx';

/** One PC: whether it is there, and its readers. */
export function AgentCard({ agent }: { agent: AgentFieldsFragment }) {
  const { readers: texts } = useTexts();
  const { may } = useRights();
  const [dialog, setDialog] = useState<'rename' | 'revoke' | null>(null);
  const id = useId();
  const { name, kind, user, online, platform, version, radio, lastSeenAt, createdAt, revokedAt } = agent;
  const given = useAsk(ReaderDriversDocument, {}, { topics: [] }).data?.readerDrivers.find((driver) => driver.version)?.version;
  const close = () => setDialog(null);
  return (
    <Paper withBorder p="md" component="article" aria-labelledby={id}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Group gap="sm">
            <Title order={2} size="h3" id={id} dir="auto">
              {name}
            </Title>
            <StatusBadge tone={revokedAt ? 'bad' : online ? 'good' : 'quiet'}>
              {revokedAt ? texts.shutOut : online ? texts.online : texts.offline}
            </StatusBadge>
          </Group>
          <Text size="sm" c="dimmed" component="div">
            {kind === 'PERSONAL' ? (
              <>
                {texts.personalOf} <PersonName person={user} />
              </>
            ) : (
              texts.kinds.SHARED
            )}
            {' · '}
            <bdi>{texts.runs(platform, version)}</bdi>
            {!revokedAt && ` · ${texts.radios[radio]}`}
            {' · '}
            {revokedAt ? texts.shutOut : online || !lastSeenAt ? texts.paired : texts.seen}{' '}
            <MomentText at={revokedAt ?? (online ? createdAt : (lastSeenAt ?? createdAt))} />
          </Text>
          {given && given !== version && !revokedAt && <Text size="sm">{texts.otherVersion(given)}</Text>}
        </div>
        {may('reader.manage') && !revokedAt && (
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={() => setDialog('rename')} aria-label={`${texts.rename}: ${name}`}>
              {texts.rename}
            </Button>
            <Button size="xs" variant="default" onClick={() => setDialog('revoke')} aria-label={`${texts.revoke}: ${name}`}>
              {texts.revoke}
            </Button>
          </Group>
        )}
      </Group>
      {!revokedAt && <ReaderList agent={agent} />}
      {dialog === 'rename' && <RenameAgentDialog agent={agent} onClose={close} />}
      <RevokeDialog agent={agent} opened={dialog === 'revoke'} onClose={close} />
    </Paper>
  );
}

function RevokeDialog({ agent, opened, onClose }: { agent: AgentFieldsFragment; opened: boolean; onClose: () => void }) {
  const { readers: texts } = useTexts();
  const revoke = useChange(RevokeReaderAgentDocument);
  const run = async () => {
    if ((await revoke.run({ input: { agentId: agent.id } })).ok) onClose();
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={texts.revokeTitle(agent.name)}
      text={texts.revokeText}
      button={texts.revoke}
      onConfirm={run}
      danger
      change={revoke}
    />
  );
}
