import { Stack, Text, Title } from '@mantine/core';
import { Icon } from '../../../components/Icon.tsx';
import { KeyStatusBadge } from '../../../components/StatusBadge.tsx';
import type { KeyFieldsFragment } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { KeyActions } from '../../keys/actions/KeyActions.tsx';
import { kindIcon } from '../KeyKinds.tsx';
import { AssignCardNow } from './AssignCardNow.tsx';
import { KeyEnrolment } from './KeyEnrolment.tsx';
import { KeyFacts } from './KeyFacts.tsx';
import type { Person } from './PersonSections.tsx';
import classes from './person.module.css';

/** A key as the union of its kinds has it. */
export type PersonKey = NonNullable<Person['securityKeys']>[number];

/** One key: how it stands, what is known of it, and what can be done with it. */
export function KeyCard({ securityKey, person }: { securityKey: PersonKey; person: Person }) {
  const { common } = useTexts();
  const { name, kind, status } = securityKey;
  const adminTaps = cardOf(securityKey)?.activation === 'ADMIN_NOW';
  return (
    <Stack gap="sm">
      <div className={classes.keyHead}>
        <Icon name={kindIcon[kind]} size={22} />
        <div className={classes.keyName}>
          <Title order={3}>
            <bdi>{name}</bdi>
          </Title>
          <Text size="sm" c="dimmed">
            {common.keyKind[kind]}
          </Text>
        </div>
        <KeyStatusBadge status={status} />
        <KeyActions securityKey={securityKey} person={person} />
      </div>
      <KeyFacts securityKey={securityKey} />
      {status === 'PENDING' && adminTaps && <AssignCardNow keyId={securityKey.id} person={person} />}
      {status === 'PENDING' && securityKey.enrolment && <KeyEnrolment enrolment={securityKey.enrolment} person={person} hasLink={!adminTaps} />}
    </Stack>
  );
}

type Card = Extract<KeyFieldsFragment, { activation: unknown }>;

/** The key as a card, where it is one. */
const cardOf = (key: KeyFieldsFragment): Card | null => ('activation' in key ? key : null);
