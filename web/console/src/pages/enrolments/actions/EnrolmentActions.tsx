import { Button, Flex, Textarea, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../../api/queries.ts';
import { useRights } from '../../../app/viewer.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { type Sent, SentDialogs, sentOf } from '../../../components/SentDialogs.tsx';
import { CancelEnrolmentDocument, type EnrolmentStatus, ResendActivationLinkDocument, type Role } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';

interface Props {
  enrolment: { id: string; status: EnrolmentStatus };
  person: { role?: Role | null };
  /** False where an administrator activates the card: no link is sent for it. */
  hasLink?: boolean;
}

const running = new Set<EnrolmentStatus>(['PENDING', 'OPENED']);

/** A new link, or none any more. One that expired can be started anew. */
export function EnrolmentActions({ enrolment: { id, status }, person, hasLink = true }: Props) {
  const { enrolment: texts } = useTexts().user;
  const { mayTo } = useRights();
  const [asked, setAsked] = useState<'resend' | 'cancel' | null>(null);
  const mayResend = hasLink && (running.has(status) || status === 'EXPIRED') && mayTo('enrolment.resend', person);
  const mayCancel = running.has(status) && mayTo('enrolment.cancel', person);
  if (!mayResend && !mayCancel) return null;
  const close = () => setAsked(null);
  return (
    <Flex gap="xs" wrap={{ base: 'wrap', lg: 'nowrap' }}>
      {mayResend && (
        <Button size="xs" variant="default" onClick={() => setAsked('resend')}>
          {texts.resend}
        </Button>
      )}
      {mayCancel && (
        <Button size="xs" variant="default" onClick={() => setAsked('cancel')}>
          {texts.cancel}
        </Button>
      )}
      <ResendDialog id={id} opened={asked === 'resend'} onClose={close} />
      <CancelDialog id={id} opened={asked === 'cancel'} onClose={close} />
    </Flex>
  );
}

interface DialogProps {
  id: string;
  opened: boolean;
  onClose: () => void;
}

function ResendDialog({ id, opened, onClose }: DialogProps) {
  const { enrolment: texts, keys } = useTexts().user;
  const resend = useChange(ResendActivationLinkDocument);
  const [note, setNote] = useState('');
  const [shown, setShown] = useState<Sent | null>(null);
  const [sent, setSent] = useState(false);
  const run = async () => {
    const answer = await resend.run({ input: { enrolmentId: id, note: note.trim() || null } });
    if (!answer.ok) return;
    setShown(sentOf(answer.value));
    setSent(true);
    setNote('');
    onClose();
  };
  return (
    <>
      <VisuallyHidden role="status">{sent ? texts.sent : ''}</VisuallyHidden>
      <ConfirmDialog
        opened={opened}
        onClose={onClose}
        title={texts.resendTitle}
        text={texts.resendText}
        button={texts.resend}
        onConfirm={run}
        change={resend}
      >
        <Textarea label={keys.note} value={note} autosize minRows={2} dir="auto" onChange={({ currentTarget }) => setNote(currentTarget.value)} />
      </ConfirmDialog>
      <SentDialogs sent={shown} onDone={() => setShown(null)} />
    </>
  );
}

function CancelDialog({ id, opened, onClose }: DialogProps) {
  const { enrolment: texts } = useTexts().user;
  const cancel = useChange(CancelEnrolmentDocument);
  const run = async () => {
    if ((await cancel.run({ input: { enrolmentId: id } })).ok) onClose();
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={texts.cancelTitle}
      text={texts.cancelText}
      button={texts.cancelButton}
      onConfirm={run}
      danger
      change={cancel}
    />
  );
}
