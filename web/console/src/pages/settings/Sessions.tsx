import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keyOf, useAsk, useChange } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { MomentText } from '../../components/MomentText.tsx';
import { PersonName } from '../../components/PersonName.tsx';
import { RevokeSessionDocument, SessionsDocument, type SessionsQuery } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { browserName } from './browserName.ts';
import { Section } from './Section.tsx';

type Session = SessionsQuery['sessions'][number];

/** Who is signed in, and where; a session can be ended from here. */
export function Sessions() {
  const { settings, common } = useTexts();
  const { sessions: texts } = settings;
  const { mayTo } = useRights();
  const [leaving, setLeaving] = useState<Session | null>(null);
  // Sessions by keys that are not auditable come and go without an event.
  const query = useAsk(SessionsDocument, {}, { topics: ['sessions', 'users'] });
  const columns: Column<Session>[] = [
    { key: 'person', header: texts.columns.person, cell: ({ user }) => <PersonName person={user} /> },
    { key: 'since', header: texts.columns.since, cell: ({ createdAt }) => <MomentText at={createdAt} empty={texts.notTold} /> },
    {
      key: 'until',
      header: texts.columns.until,
      cell: ({ expiresAt }) => <MomentText at={expiresAt} empty={texts.notTold} />,
      from: 'md',
      narrow: true,
    },
    { key: 'browser', header: texts.columns.browser, cell: ({ userAgent }) => <Browser userAgent={userAgent ?? null} />, from: 'sm' },
    {
      key: 'actions',
      header: common.actions,
      cell: (session) =>
        mayTo('session.revoke', session.user ?? {}) && (
          <Button size="xs" variant="default" aria-label={texts.endOf(session.user?.displayName ?? '')} onClick={() => setLeaving(session)}>
            {texts.end}
          </Button>
        ),
      narrow: true,
    },
  ];
  return (
    <Section title={texts.title}>
      <Loaded query={query} lines={3}>
        {({ sessions }) => <DataTable caption={texts.title} columns={columns} rows={sessions} />}
      </Loaded>
      <EndDialog session={leaving} onClose={() => setLeaving(null)} />
    </Section>
  );
}

function Browser({ userAgent }: { userAgent: string | null }) {
  const { sessions: texts } = useTexts().settings;
  if (!userAgent) return texts.notTold;
  const { browser, system } = browserName(userAgent);
  const said = browser && system ? texts.on(browser, system) : (browser ?? system ?? texts.unknownBrowser);
  return <span title={userAgent}>{said}</span>;
}

function EndDialog({ session, onClose }: { session: Session | null; onClose: () => void }) {
  const { sessions: texts } = useTexts().settings;
  const queries = useQueryClient();
  const revoke = useChange(RevokeSessionDocument);
  const name = session?.user?.displayName ?? '';
  const run = async () => {
    if (!session) return;
    const answer = await revoke.run({ input: { sessionId: session.id } });
    if (!answer.ok) return;
    onClose();
    await queries.invalidateQueries({ queryKey: keyOf(SessionsDocument, {}) });
  };
  return (
    <ConfirmDialog
      opened={session !== null}
      onClose={onClose}
      title={texts.endTitle(name)}
      text={session?.current ? texts.endOwnText : texts.endText}
      button={texts.confirm}
      onConfirm={run}
      danger
      change={revoke}
    />
  );
}
