import { DomainError } from '../errors.ts';

/** Another kind of device answered than the one that is being activated. */
export class WrongDevice extends DomainError {
  readonly code = 'WRONG_DEVICE';
  constructor(expected: 'PHONE' | 'HARDWARE_KEY') {
    super(
      expected === 'PHONE'
        ? 'This key is for a phone, and another device answered. Open the link on your phone, or choose “phone” when the browser asks where to save the passkey.'
        : 'This needs a separate security key, and another device answered. Plug the security key in, or hold it to the reader, and choose it when the browser asks.',
    );
  }
}

/** The device could not keep a discoverable credential, without which nobody signs in by the key alone. */
export class KeyNotDiscoverable extends DomainError {
  readonly code = 'KEY_NOT_DISCOVERABLE';
  constructor() {
    super('The key did not keep the passkey, perhaps because its storage is full. Delete one that you no longer need, or use another key.');
  }
}

/** The device did not verify its user. */
export class UserVerificationMissing extends DomainError {
  readonly code = 'USER_VERIFICATION_MISSING';
  constructor(device: 'PHONE' | 'HARDWARE_KEY') {
    super(
      device === 'PHONE'
        ? 'The phone did not check that it is you. Turn on its screen lock (fingerprint, face or a passcode), and try again.'
        : 'The key did not check that it is you. Set a PIN on it, and try again.',
    );
  }
}

/** The credential belongs to a key already. */
export class CredentialRegistered extends DomainError {
  readonly code = 'CREDENTIAL_REGISTERED';
  constructor() {
    super('This device is registered already. Use another one, or sign in with it.');
  }
}

/** The answer of a registration does not verify. `reason` is for the log, and holds no secret. */
export class RegistrationInvalid extends DomainError {
  readonly code = 'REGISTRATION_INVALID';
  readonly reason: string;
  constructor(reason: string) {
    super('The device’s answer could not be verified. Please try once more; if it happens again, tell your administrator.');
    this.reason = reason;
  }
}

/**
 * The sign-in does not verify, or the key may not sign in: the same answer for whatever is wrong. The reason and its detail
 * are for the log, and hold no secret.
 */
export class SignInRefused extends DomainError {
  readonly code = 'SIGN_IN_REFUSED';
  readonly reason: 'SIGNATURE' | 'COUNTER' | 'STOPPED';
  readonly detail: string | null;
  constructor(reason: SignInRefused['reason'], detail: string | null = null) {
    super('That did not work. Use a key that was set up here for you, or ask your administrator.');
    this.reason = reason;
    this.detail = detail;
  }
}
