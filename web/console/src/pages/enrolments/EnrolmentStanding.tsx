import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { MomentText } from '../../components/MomentText.tsx';
import { EnrolmentStatusBadge, MailStatusBadge } from '../../components/StatusBadge.tsx';
import type { EnrolmentStatus, EnrolmentsQuery } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';

interface Props {
  enrolment: {
    status: EnrolmentStatus;
    expiresAt: string;
    endedAt?: string | null;
    mail?: EnrolmentsQuery['enrolments']['edges'][number]['node']['mail'];
  };
  /** False where an administrator activates the card: no link is sent for it. */
  hasLink: boolean;
}

/** How an enrolment stands: since when it is over, or until when its link works, and what became of the mail with the link. */
export function EnrolmentStanding({ enrolment: { status, expiresAt, endedAt, mail }, hasLink }: Props) {
  const { enrolments: texts } = useTexts();
  return (
    <>
      <EnrolmentStatusBadge status={status} />
      {endedAt ? (
        <Line>
          <MomentText at={endedAt} />
        </Line>
      ) : (
        hasLink && (
          <Line>
            {texts.until} <MomentText at={expiresAt} />
          </Line>
        )
      )}
      {/* Once the key works, nobody looks for the mail. */}
      {mail && status !== 'ACTIVATED' && (
        <Line>
          {texts.mail} <MailStatusBadge status={mail.status} />
        </Line>
      )}
      {mail?.status === 'FAILED' && mail.lastError && <Line breaks>{texts.mailFailed(mail.lastError)}</Line>}
    </>
  );
}

// A mail server's reason may be long: it breaks where the rest of the column does not.
const Line = ({ breaks = false, children }: { breaks?: boolean; children: ReactNode }) => (
  <Text size="xs" c="dimmed" component="div" mt={2} {...(breaks ? { maw: '16rem', style: { whiteSpace: 'normal' } } : {})}>
    {children}
  </Text>
);
