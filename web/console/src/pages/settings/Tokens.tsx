import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useAsk, useChange } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { MomentText } from '../../components/MomentText.tsx';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import { ApiTokensDocument, type ApiTokensQuery, RevokeApiTokenDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { NewToken } from './NewToken.tsx';
import { Section } from './Section.tsx';

type Token = ApiTokensQuery['apiTokens'][number];

const isLive = ({ revokedAt, expiresAt }: Token) => !revokedAt && Date.parse(expiresAt) > Date.now();

/** The ways in for scripts. The secrets themselves are shown once, when they are made. */
export function Tokens() {
  const { tokens: texts } = useTexts().settings;
  const { may } = useRights();
  const [making, setMaking] = useState(false);
  const [leaving, setLeaving] = useState<Token | null>(null);
  const query = useAsk(ApiTokensDocument, {}, { topics: ['tokens'] });
  return (
    <Section
      title={texts.title}
      lead={texts.lead}
      action={
        may('token.write') && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
            {texts.create}
          </Button>
        )
      }
    >
      <Loaded query={query} lines={3}>
        {({ apiTokens }) => (apiTokens.length === 0 ? <Text c="dimmed">{texts.none}</Text> : <TokenTable rows={apiTokens} onRevoke={setLeaving} />)}
      </Loaded>
      <NewToken opened={making} onClose={() => setMaking(false)} />
      <RevokeDialog token={leaving} onClose={() => setLeaving(null)} />
    </Section>
  );
}

function TokenTable({ rows, onRevoke }: { rows: readonly Token[]; onRevoke: (token: Token) => void }) {
  const { settings, common } = useTexts();
  const { tokens: texts } = settings;
  const { may } = useRights();
  const columns: Column<Token>[] = [
    {
      key: 'name',
      header: texts.columns.name,
      cell: (token) => (
        <>
          <bdi>{token.name}</bdi>
          <Text size="sm" component="div" mt={4} hiddenFrom="sm">
            <State token={token} />
          </Text>
        </>
      ),
    },
    { key: 'scopes', header: texts.columns.scopes, cell: ({ scopes }) => scopes.map((scope) => texts.scopes[scope].label).join(', '), from: 'sm' },
    { key: 'created', header: texts.columns.created, cell: ({ createdAt }) => <MomentText at={createdAt} />, from: 'lg', narrow: true },
    { key: 'expires', header: texts.columns.expires, cell: ({ expiresAt }) => <MomentText at={expiresAt} />, from: 'md', narrow: true },
    { key: 'state', header: texts.columns.state, cell: (token) => <State token={token} />, from: 'sm', narrow: true },
    {
      key: 'actions',
      header: common.actions,
      cell: (token) =>
        isLive(token) &&
        may('token.write') && (
          <Button size="xs" variant="default" aria-label={texts.revokeOf(token.name)} onClick={() => onRevoke(token)}>
            {texts.revoke}
          </Button>
        ),
      narrow: true,
    },
  ];
  return <DataTable caption={texts.title} columns={columns} rows={rows} />;
}

function State({ token }: { token: Token }) {
  const { states } = useTexts().settings.tokens;
  const [tone, said] = token.revokedAt
    ? (['quiet', states.revoked] as const)
    : isLive(token)
      ? (['good', states.live] as const)
      : (['quiet', states.expired] as const);
  return <StatusBadge tone={tone}>{said}</StatusBadge>;
}

function RevokeDialog({ token, onClose }: { token: Token | null; onClose: () => void }) {
  const { tokens: texts } = useTexts().settings;
  const revoke = useChange(RevokeApiTokenDocument);
  const run = async () => {
    if (token && (await revoke.run({ input: { tokenId: token.id } })).ok) onClose();
  };
  return (
    <ConfirmDialog
      opened={token !== null}
      onClose={onClose}
      title={texts.revokeTitle(token?.name ?? '')}
      text={texts.revokeText}
      button={texts.revoke}
      onConfirm={run}
      danger
      change={revoke}
    />
  );
}
