import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { keyOf, useAsk } from '../../../api/queries.ts';
import { Loaded } from '../../../components/Loaded.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { Page } from '../../../components/Page.tsx';
import { SentDialogs } from '../../../components/SentDialogs.tsx';
import { OpenWizardsDocument, UserWizardDocument } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { DiscardDialog } from '../DiscardDialog.tsx';
import type { Confirmed } from './ConfirmStep.tsx';
import { Wizard } from './Wizard.tsx';
import { WizardEnded } from './WizardEnded.tsx';

/** S2–S9: a wizard for a new person. The server keeps it, so any browser of the same administrator can go on with it. */
export function WizardPage() {
  const { wizard: texts, common } = useTexts();
  const { wizardId } = useParams({ from: '/users/new/$wizardId' });
  const query = useAsk(UserWizardDocument, { id: wizardId }, { topics: ['groups'] });
  const status = query.data?.userWizard?.status;
  // Kept here, as the wizard is over with the confirm: what is shown this once must outlive it.
  const [made, setMade] = useState<Confirmed | null>(null);
  const [leaving, setLeaving] = useState(false);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const toPerson = ({ userId }: Confirmed) => {
    void queries.invalidateQueries({ queryKey: keyOf(OpenWizardsDocument, {}) });
    void navigate({ to: '/users/$userId', params: { userId }, replace: true });
  };
  const onConfirmed = (confirmed: Confirmed) => (confirmed.sent ? setMade(confirmed) : toPerson(confirmed));
  return (
    <Page
      title={texts.title}
      lead={status === 'OPEN' ? texts.kept : null}
      actions={
        status === 'OPEN' && (
          <Button variant="default" onClick={() => setLeaving(true)}>
            {texts.discard}
          </Button>
        )
      }
    >
      <Loaded query={query} lines={8}>
        {({ userWizard }) => {
          if (!userWizard) return <Notice title={common.states.gone.title}>{common.states.gone.text}</Notice>;
          return userWizard.status === 'OPEN' ? (
            <Wizard key={userWizard.id} wizard={userWizard} onConfirmed={onConfirmed} />
          ) : (
            <WizardEnded wizard={userWizard} />
          );
        }}
      </Loaded>
      <DiscardDialog wizardId={leaving ? wizardId : null} onClose={() => setLeaving(false)} onDone={() => void navigate({ to: '/users' })} />
      <SentDialogs sent={made?.sent ?? null} onDone={() => made && toPerson(made)} />
    </Page>
  );
}
