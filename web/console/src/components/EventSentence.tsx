import { Text } from '@mantine/core';
import { useTexts } from '../texts/index.tsx';
import { eventDetails, type ToldEvent } from './eventDetails.ts';

/** What happened, and from what to what. */
export function EventSentence({ event }: { event: ToldEvent }) {
  const texts = useTexts();
  const details = eventDetails(texts, event);
  return (
    <>
      {texts.events.types[event.type]}{' '}
      {details && (
        <Text span size="sm" c="dimmed">
          {details}
        </Text>
      )}
    </>
  );
}
