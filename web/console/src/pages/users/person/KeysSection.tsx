import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useRights } from '../../../app/viewer.ts';
import { Icon } from '../../../components/Icon.tsx';
import { MomentText } from '../../../components/MomentText.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { Section } from '../../../components/Section.tsx';
import { useTexts } from '../../../texts/index.tsx';
import { AssignKey } from './AssignKey.tsx';
import { KeyCard } from './KeyCard.tsx';
import type { Person } from './PersonSections.tsx';
import classes from './person.module.css';

/** The person's keys: those that work or will, then those that are over. */
export function KeysSection({ person }: { person: Person }) {
  const { common, user } = useTexts();
  const { keys: texts } = user;
  const { mayTo } = useRights();
  const [opened, setOpened] = useState(false);
  const isOver = (status: string) => status === 'REVOKED' || status === 'LOST';
  const keys = [...(person.securityKeys ?? [])].sort((a, b) => Number(isOver(a.status)) - Number(isOver(b.status)));
  return (
    <Section
      title={texts.title}
      actions={
        mayTo('key.assign', person) &&
        !person.suspendedAt && (
          <Button size="xs" leftSection={<Icon name="plus" size={16} />} onClick={() => setOpened(true)}>
            {texts.assign}
          </Button>
        )
      }
    >
      {person.keyRequest && (
        <Notice title={texts.requested}>
          {common.keyKind[person.keyRequest.kind]}. {texts.requestedSince}: <MomentText at={person.keyRequest.requestedAt} />
        </Notice>
      )}
      {keys.length === 0 ? (
        <Text c="dimmed">{texts.none}</Text>
      ) : (
        <ul className={classes.keys}>
          {keys.map((key) => (
            <li key={key.id} className={classes.key} data-over={isOver(key.status) || undefined}>
              <KeyCard securityKey={key} person={person} />
            </li>
          ))}
        </ul>
      )}
      <AssignKey opened={opened} onClose={() => setOpened(false)} person={person} />
    </Section>
  );
}
