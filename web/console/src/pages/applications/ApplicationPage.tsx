import { Anchor, Button, Stack } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk, useChange } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Page } from '../../components/Page.tsx';
import {
  type ApplicationFieldsFragment,
  ApplicationPageDocument,
  type ApplicationPageQuery,
  DeleteApplicationDocument,
  RotateApplicationSecretDocument,
} from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { EditApplication } from './ApplicationForm.tsx';
import { ApplicationGroups } from './ApplicationGroups.tsx';
import { ClientSecret } from './ClientSecret.tsx';
import { Connect } from './Connect.tsx';

/** One application: how to connect it, and who may sign in. */
export function ApplicationPage() {
  const { applications: texts, common } = useTexts();
  const { applicationId } = useParams({ from: '/applications/$applicationId' });
  const query = useAsk(ApplicationPageDocument, { id: applicationId }, { topics: ['applications'] });
  // The title is the application's own, so the page begins once it is known.
  if (query.data === undefined) {
    return (
      <Page title={texts.title}>
        <Loaded query={query}>{() => null}</Loaded>
      </Page>
    );
  }
  const { application, openIdProvider } = query.data;
  if (!application) {
    return (
      <Page key="gone" title={common.states.gone.title}>
        <p>{common.states.gone.text}</p>
        <Anchor component={Link} to="/applications">
          {texts.back}
        </Anchor>
      </Page>
    );
  }
  return <TheApplication key={application.id} application={application} provider={openIdProvider} />;
}

interface Props {
  application: ApplicationFieldsFragment;
  provider: ApplicationPageQuery['openIdProvider'];
}

function TheApplication({ application, provider }: Props) {
  const texts = useTexts().applications;
  const { may } = useRights();
  const [dialog, setDialog] = useState<'edit' | 'secret' | 'delete' | null>(null);
  const close = () => setDialog(null);
  return (
    <Page
      title={application.name}
      lead={texts.types[application.type].label}
      actions={
        may('application.write') && (
          <>
            <Button variant="default" onClick={() => setDialog('edit')}>
              {texts.edit}
            </Button>
            {application.type === 'CONFIDENTIAL' && (
              <Button variant="default" onClick={() => setDialog('secret')}>
                {texts.rotate.button}
              </Button>
            )}
            <Button variant="default" onClick={() => setDialog('delete')}>
              {texts.remove.button}
            </Button>
          </>
        )
      }
    >
      <Stack gap="lg">
        <ApplicationGroups application={application} />
        <Connect application={application} provider={provider} />
      </Stack>
      {dialog === 'edit' && <EditApplication application={application} onClose={close} />}
      <RotateDialog application={application} opened={dialog === 'secret'} onClose={close} />
      <DeleteDialog application={application} opened={dialog === 'delete'} onClose={close} />
    </Page>
  );
}

interface DialogProps {
  application: ApplicationFieldsFragment;
  opened: boolean;
  onClose: () => void;
}

function RotateDialog({ application, opened, onClose }: DialogProps) {
  const { rotate } = useTexts().applications;
  const change = useChange(RotateApplicationSecretDocument);
  const [secret, setSecret] = useState<string | null>(null);
  const run = async () => {
    const answer = await change.run({ input: { applicationId: application.id } });
    if (!answer.ok) return;
    setSecret(answer.value.clientSecret ?? null);
    change.reset();
    onClose();
  };
  return (
    <>
      <ConfirmDialog
        opened={opened}
        onClose={onClose}
        title={rotate.title(application.name)}
        text={rotate.text}
        button={rotate.confirm}
        onConfirm={run}
        danger
        change={change}
      />
      <ClientSecret value={secret} onDone={() => setSecret(null)} />
    </>
  );
}

function DeleteDialog({ application, opened, onClose }: DialogProps) {
  const { remove } = useTexts().applications;
  const navigate = useNavigate();
  const change = useChange(DeleteApplicationDocument);
  const run = async () => {
    if ((await change.run({ input: { applicationId: application.id } })).ok) void navigate({ to: '/applications' });
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={remove.title(application.name)}
      text={remove.text}
      button={remove.confirm}
      onConfirm={run}
      danger
      change={change}
    />
  );
}
