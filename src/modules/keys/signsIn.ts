import type { KeyKind, SmartphoneSettings } from '../../db/tables/keys.ts';

/**
 * Whether a key can sign its person in by its own answer. A phone that is set to a PIN proves nobody by its own lock, one
 * that has to be near proves too little, and a card can be copied: until the sign-in asks for both, none of them gets in.
 */
export const signsInAlone = ({ kind, smartphone }: { kind: KeyKind; smartphone: SmartphoneSettings | null }): boolean =>
  kind !== 'CONTACTLESS_CARD' && (smartphone === null || (smartphone.verification === 'BIOMETRIC' && !smartphone.bluetoothProximity));
