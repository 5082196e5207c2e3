import { Button, Code, Text } from '@mantine/core';
import { useState } from 'react';
import { useAsk, useChange } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { MomentText } from '../../components/MomentText.tsx';
import { Section } from '../../components/Section.tsx';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import { RotateSigningKeysDocument, SigningKeysDocument, type SigningKeysQuery } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';

type Key = SigningKeysQuery['openIdProvider']['signingKeys'][number] & { id: string };

/** The keys that ID tokens are signed by. */
export function SigningKeys() {
  const { signingKeys: texts } = useTexts().applications;
  const { may } = useRights();
  const [asking, setAsking] = useState(false);
  const query = useAsk(SigningKeysDocument, {}, { topics: ['applications'] });
  const rotate = useChange(RotateSigningKeysDocument);
  const close = () => setAsking(false);
  const run = async () => {
    if ((await rotate.run({})).ok) close();
  };
  const columns: Column<Key>[] = [
    {
      key: 'kid',
      header: texts.columns.kid,
      cell: (key) => (
        <>
          <Code dir="ltr">{key.kid}</Code>
          <Text size="sm" component="div" mt={4} hiddenFrom="sm">
            <State of={key} />
          </Text>
        </>
      ),
    },
    { key: 'algorithm', header: texts.columns.algorithm, cell: ({ algorithm }) => algorithm, narrow: true },
    { key: 'created', header: texts.columns.created, cell: ({ createdAt }) => <MomentText at={createdAt} />, from: 'md', narrow: true },
    { key: 'state', header: texts.columns.state, cell: (key) => <State of={key} />, from: 'sm', narrow: true },
  ];
  return (
    <Section
      title={texts.title}
      actions={
        may('signingKey.rotate') && (
          <Button variant="default" onClick={() => setAsking(true)}>
            {texts.rotate}
          </Button>
        )
      }
    >
      <Text c="dimmed" mb="md">
        {texts.lead}
      </Text>
      <Loaded query={query} lines={2}>
        {({ openIdProvider }) => (
          <DataTable caption={texts.title} columns={columns} rows={openIdProvider.signingKeys.map((key) => ({ ...key, id: key.kid }))} />
        )}
      </Loaded>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={texts.confirmTitle}
        text={texts.confirmText}
        button={texts.rotate}
        onConfirm={run}
        change={rotate}
      />
    </Section>
  );
}

function State({ of: { retiredAt } }: { of: Key }) {
  const { states } = useTexts().applications.signingKeys;
  return <StatusBadge tone={retiredAt ? 'quiet' : 'good'}>{retiredAt ? states.published : states.signs}</StatusBadge>;
}
