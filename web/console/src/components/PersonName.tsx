import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTexts } from '../texts/index.tsx';

/** A person's name, which leads to their page. */
export function PersonName({ person }: { person: { id: string; displayName: string } | null | undefined }) {
  const { nobody } = useTexts().common;
  if (!person) return <span>{nobody}</span>;
  return (
    <Anchor inherit component={Link} to={`/users/${person.id}`}>
      <bdi>{person.displayName}</bdi>
    </Anchor>
  );
}
