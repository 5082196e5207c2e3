import { Group, Text } from '@mantine/core';
import { MomentText } from '../../../components/MomentText.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { EnrolmentStatusBadge, MailStatusBadge } from '../../../components/StatusBadge.tsx';
import type { KeyFieldsFragment } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { EnrolmentActions } from '../../enrolments/actions/EnrolmentActions.tsx';
import type { Person } from './PersonSections.tsx';

interface Props {
  enrolment: NonNullable<KeyFieldsFragment['enrolment']>;
  person: Person;
  hasLink: boolean;
}

/** How far the activation of a key is, and what became of its mail. */
export function KeyEnrolment({ enrolment, person, hasLink }: Props) {
  const { enrolment: texts } = useTexts().user;
  const { status, mail, expiresAt } = enrolment;
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <EnrolmentStatusBadge status={status} />
          {mail && (
            <Text span size="sm">
              {texts.mail} <MailStatusBadge status={mail.status} />
            </Text>
          )}
          {hasLink && (
            <Text span size="sm" c="dimmed">
              {texts.expires} <MomentText at={expiresAt} />
            </Text>
          )}
        </Group>
        <EnrolmentActions enrolment={enrolment} person={person} hasLink={hasLink} />
      </Group>
      {mail?.status === 'FAILED' && <Notice kind="warning">{texts.mailFailed(mail.lastError ?? '')}</Notice>}
    </div>
  );
}
