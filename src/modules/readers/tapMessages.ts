import type { TapFailure } from '../../db/tables/readers.ts';
import type { TapJob } from './tapJobs.ts';

const failures: Record<TapFailure, string> = {
  TWO_CARDS: 'There was more than one card on the reader. Tap one alone.',
  UNREADABLE: 'The card could not be read. Hold it flat on the reader for a moment.',
  READER_GONE: 'The reader was unplugged. Plug it in and try again.',
  UID_LENGTH: 'That card has no number that can be used. Take another card.',
  RANDOM_UID: 'That card, or a phone in its place, shows another number each time. Take another card.',
  CARD_TAKEN: 'That card belongs to a key already. Take another card.',
  CARD_RESERVED: 'That card is being assigned to somebody else at this moment. Take another card.',
  CARD_UNKNOWN: 'That card signs nobody in here. Use the one that was set up for you, or ask your administrator.',
  NOT_WANTED: 'The tap came too late: the card is not asked for any more.',
};

/** Why a tap gave no card, in a sentence for people; null while there may be one, and where there was. */
export function tapMessage({ status, failure }: Pick<TapJob, 'status' | 'failure'>): string | null {
  if (status === 'FAILED') return failure && failures[failure];
  if (status === 'EXPIRED') return 'No card was tapped within two minutes. Try again.';
  return status === 'CANCELLED' ? 'The request was taken back.' : null;
}
