import type { Failure } from '../shared/failure.ts';

/** What the page shows. `token` is that of a sign-in under way. */
export type Stage =
  | { at: 'start'; failure: Failure | null }
  | { at: 'username'; username: string; failure: Failure | null }
  | { at: 'listen'; username: string }
  | { at: 'card'; token: string | null }
  /** `again`: where the key is tapped, or confirms, once more. */
  | { at: 'pin'; token: string; again: Stage }
  | { at: 'once'; failure: Failure; again: Stage }
  | { at: 'over'; failure: Failure }
  | { at: 'done' };

/** By what the key showed itself before its PIN. */
export const byOf = ({ at }: Stage): 'card' | 'key' => (at === 'card' ? 'card' : 'key');
