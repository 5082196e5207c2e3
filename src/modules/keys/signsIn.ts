import type { SmartphoneSettings } from '../../db/tables/keys.ts';

/**
 * Whether a key can sign its person in by its own answer. A phone that is set to a PIN proves nobody by its own lock, and
 * one that has to be near proves too little: until the sign-in asks for both, neither gets in.
 */
export const signsInAlone = (smartphone: SmartphoneSettings | null): boolean =>
  smartphone === null || (smartphone.verification === 'BIOMETRIC' && !smartphone.bluetoothProximity);
