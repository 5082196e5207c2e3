import type { KeyKind, SmartphoneSettings } from '../../db/tables/keys.ts';

/**
 * Whether a key can sign its person in wherever there is a browser. A card needs a reader whose agent somebody has paired,
 * so it keeps no owner from being locked out.
 */
export const signsInAnywhere = ({ kind }: { kind: KeyKind }): boolean => kind !== 'CONTACTLESS_CARD';

/** Whether anything may tell of a sign-in by this key. */
export const isAuditable = ({ smartphone }: { smartphone: SmartphoneSettings | null }): boolean => smartphone?.auditable !== false;

/** What a sign-in has shown. */
export interface Factors {
  /** Whether the passkey stays on its device; null for a card, whose number is no key. */
  deviceBound: boolean | null;
  /** Whether the authenticator verified its user. */
  userVerified?: boolean;
  /** Whether the server checked the key's PIN. */
  pin?: boolean;
}

/**
 * How a person was authenticated, by RFC 8176's names: a key in hardware or in software, a user whom their device verified,
 * a PIN that this server checked; `mfa` where a key and one of these came together. A card's number can be copied, so with
 * its PIN it is the PIN that counts.
 */
export function amrOf({ deviceBound, userVerified = false, pin = false }: Factors): string[] {
  const key = deviceBound === null ? [] : [deviceBound ? 'hwk' : 'swk'];
  const person = [...(userVerified ? ['user'] : []), ...(pin ? ['pin'] : [])];
  return [...key, ...person, ...(key.length > 0 && person.length > 0 ? ['mfa'] : [])];
}
