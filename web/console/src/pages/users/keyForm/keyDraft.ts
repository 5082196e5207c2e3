import type { CardActivation, KeyKind, SecurityKeyInput, Verification } from '../../../gql/graphql.ts';
import type { Texts } from '../../../texts/en/index.ts';
import { kinds } from '../usersSearch.ts';
import { type GroupPolicy, isAllowed } from './allowedKinds.ts';

/** What is filled in about a key. What belongs to another kind is kept too, so that looking around loses nothing. */
export interface KeyDraft {
  kind: KeyKind;
  names: Record<KeyKind, string>;
  auditable: boolean;
  bluetoothProximity: boolean;
  offlineLogin: boolean;
  verification: Verification;
  activation: CardActivation;
}

/** A key before anything is chosen: as the API has it where nothing is said, of the first kind that the groups allow. */
export const newKeyDraft = ({ wizard }: Texts, groups: readonly GroupPolicy[] = []): KeyDraft => ({
  kind: kinds.find((kind) => isAllowed(kind, groups)) ?? 'SMARTPHONE',
  names: { ...wizard.key.names },
  auditable: true,
  bluetoothProximity: false,
  offlineLogin: false,
  verification: 'BIOMETRIC',
  activation: 'ADMIN_NOW',
});

/** The key as a mutation takes it. */
export function toSecurityKeyInput({ kind, names, activation, ...settings }: KeyDraft): SecurityKeyInput {
  const name = names[kind];
  if (kind === 'CONTACTLESS_CARD') return { contactlessCard: { name, activation } };
  if (kind === 'HARDWARE_KEY') return { hardwareKey: { name } };
  const { auditable, bluetoothProximity, offlineLogin, verification } = settings;
  return { smartphone: { name, auditable, bluetoothProximity, offlineLogin, verification } };
}
