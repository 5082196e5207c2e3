import type { EventType } from '../gql/graphql.ts';
import type { Texts } from '../texts/en/index.ts';
import { useTexts } from '../texts/index.tsx';
import { PersonName } from './PersonName.tsx';

interface Person {
  id: string;
  displayName: string;
}

interface Props {
  event: { type?: EventType; actor: string; actorUser?: Person | null; user?: Person | null };
}

/** Who did it: a person, a script, a PC with a reader, or the server itself. */
export function EventActor({ event: { type, actor, actorUser, user } }: Props) {
  const texts = useTexts();
  // Whoever signs in is nobody known until they have.
  const person = actorUser ?? (type === 'SESSION_STARTED' && actor === 'anonymous' ? user : null);
  return person ? <PersonName person={person} /> : actorText(texts, actor);
}

/** Who did it, where that is nobody with a page. */
export function actorText({ events: { actors }, common }: Texts, actor: string): string {
  if (actor.startsWith('tok_')) return actors.token;
  if (actor.startsWith('agt_')) return actors.agent;
  return Object.hasOwn(actors, actor) ? actors[actor as keyof typeof actors] : common.nobody;
}
