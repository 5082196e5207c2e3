import { Text } from '@mantine/core';
import { PersonName } from './PersonName.tsx';

interface Props {
  event: {
    userId?: string | null;
    user?: { id: string; displayName: string } | null;
    securityKey?: { id: string; name: string } | null;
  };
}

/** Whom it concerns, and which of their keys. */
export function EventSubject({ event: { userId, user, securityKey } }: Props) {
  return (
    <>
      {userId && <PersonName person={user} />}{' '}
      {securityKey && (
        <Text span size="sm" c="dimmed">
          <bdi>{securityKey.name}</bdi>
        </Text>
      )}
    </>
  );
}
