import type { CardActivation, SmartphoneSettings } from '../../db/tables/keys.ts';
import type { SecurityKey } from '../../modules/keys/keys.ts';
import type { Credential } from '../../modules/keys/readKeys.ts';
import { builder } from '../builder.ts';

/** The type of a key in the schema, by its kind. */
export const keyTypeNames = { SMARTPHONE: 'Smartphone', CONTACTLESS_CARD: 'ContactlessCard', HARDWARE_KEY: 'HardwareKey' } as const;

/** A key of the kind SMARTPHONE: it always has its settings. */
export type Smartphone = SecurityKey & { smartphone: SmartphoneSettings };

/** A key of the kind CONTACTLESS_CARD: who activates it was always chosen. */
export type ContactlessCard = SecurityKey & { cardActivation: CardActivation };

export const SecurityKeyRef = builder.interfaceRef<SecurityKey>('SecurityKey');
export const SmartphoneRef = builder.objectRef<Smartphone>('Smartphone');
export const ContactlessCardRef = builder.objectRef<ContactlessCard>('ContactlessCard');
export const HardwareKeyRef = builder.objectRef<SecurityKey>('HardwareKey');
export const CredentialRef = builder.objectRef<Credential>('WebAuthnCredential');
export const SmartphoneSettingsRef = builder.objectRef<SmartphoneSettings>('SmartphoneSettings');
