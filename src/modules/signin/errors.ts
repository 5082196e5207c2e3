import { DomainError } from '../errors.ts';

/** The phone has to be near the PC, and nothing shows that it is. */
export class ProximityRequired extends DomainError {
  readonly code = 'PROXIMITY_REQUIRED';
  readonly reason: 'PROXIMITY' | 'NOT_HEARD';
  constructor(reason: ProximityRequired['reason']) {
    super(
      reason === 'PROXIMITY'
        ? 'This phone signs you in only while it is near this PC. Turn on Bluetooth on both, type your username, and choose your phone when the browser asks.'
        : 'No phone was heard near this PC. Turn on Bluetooth on the phone and on this PC, hold the phone near, and try again.',
    );
    this.reason = reason;
  }
}
