import type { Failure } from '../shared/failure.ts';
import { type Explanation, explain } from '../shared/texts.ts';
import { pin, texts, username } from './texts.ts';

/** What to tell a person about a failed sign-in, whether they typed their username or not. */
export function explainSignIn(failure: Failure, named = false): Explanation {
  const { code, message } = failure;
  if (code === 'NOT_FINISHED') return named ? username.notFinished : texts.notFinished;
  if (code === 'SIGN_IN_REFUSED') return { ...texts.refused, message };
  if (code === 'PROXIMITY_REQUIRED') return { ...texts.nearby, message };
  if (code === 'INTERACTION_ENDED') return texts.interactionEnded;
  if (code === 'PIN_NEEDS_TAP') return { title: pin.once.title, message, next: '' };
  if (code === 'PIN_LOCKED') return { ...pin.locked, message };
  if (code === 'CHALLENGE_SPENT' || code === 'SIGN_IN_ENDED') return { ...texts.tooLate, message };
  return explain(failure);
}
