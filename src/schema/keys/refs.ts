import type { SmartphoneSettings } from '../../db/tables/keys.ts';
import type { SecurityKey } from '../../modules/keys/keys.ts';
import type { Credential } from '../../modules/keys/readKeys.ts';
import { builder } from '../builder.ts';

export const SecurityKeyRef = builder.interfaceRef<SecurityKey>('SecurityKey');
export const SmartphoneRef = builder.objectRef<SecurityKey>('Smartphone');
export const ContactlessCardRef = builder.objectRef<SecurityKey>('ContactlessCard');
export const HardwareKeyRef = builder.objectRef<SecurityKey>('HardwareKey');
export const CredentialRef = builder.objectRef<Credential>('WebAuthnCredential');
export const SmartphoneSettingsRef = builder.objectRef<SmartphoneSettings>('SmartphoneSettings');
