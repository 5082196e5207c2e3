import type { CDPSession } from 'playwright-core';

/** What an authenticator is like, in the words of CDP. */
export interface VirtualDevice {
  protocol: 'u2f' | 'ctap2';
  ctap2Version?: 'ctap2_1';
  transport: 'usb' | 'hybrid' | 'internal';
  hasResidentKey?: boolean;
  hasUserVerification?: boolean;
  /** Whether the person passes: the right finger, the right PIN. */
  isUserVerified?: boolean;
  hasPrf?: boolean;
  defaultBackupEligibility?: boolean;
  defaultBackupState?: boolean;
}

/** A credential that an authenticator holds. */
export interface HeldCredential {
  credentialId: string;
  isResidentCredential: boolean;
  rpId?: string;
  privateKey: string;
  userHandle?: string;
  signCount: number;
}

const ctap2 = {
  protocol: 'ctap2',
  ctap2Version: 'ctap2_1',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
} as const;

/** Authenticators that Chromium plays (CDP, domain WebAuthn). */
export const virtual = {
  /** The phone, or the PC, that the page is open on. */
  platform: { ...ctap2, transport: 'internal', defaultBackupEligibility: true, defaultBackupState: true },
  /** The same with the prf extension, by which offline sign-in works. */
  platformWithPrf: { ...ctap2, transport: 'internal', hasPrf: true },
  /** A phone whose screen lock is off. */
  unlockedPhone: { ...ctap2, transport: 'internal', hasUserVerification: false, isUserVerified: false },
  /** A phone that answers a page on a PC. */
  phoneOverHybrid: { ...ctap2, transport: 'hybrid' },
  /** A FIDO2 key whose PIN is set. */
  hardwareKey: { ...ctap2, transport: 'usb' },
  keyWithoutPin: { ...ctap2, transport: 'usb', hasUserVerification: false, isUserVerified: false },
  u2fKey: { protocol: 'u2f', transport: 'usb' },
} as const satisfies Record<string, VirtualDevice>;

/** An authenticator that is plugged into a visit's page. */
export interface VirtualAuthenticator {
  /** Makes its answers wrong from then on. */
  override(bits: { isBogusSignature?: boolean; isBadUV?: boolean; isBadUP?: boolean }): Promise<void>;
  unplug(): Promise<void>;
  credentials(): Promise<HeldCredential[]>;
  /** Puts a credential of another one into it, as when a person carries a key to another computer. */
  take(credential: HeldCredential): Promise<void>;
}

/** Plugs an authenticator into the page of a session. */
export async function plugIn(session: CDPSession, options: VirtualDevice): Promise<VirtualAuthenticator> {
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options });
  return {
    override: async (bits) => void (await session.send('WebAuthn.setResponseOverrideBits', { authenticatorId, ...bits })),
    unplug: async () => void (await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })),
    credentials: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    take: async (credential) => void (await session.send('WebAuthn.addCredential', { authenticatorId, credential })),
  };
}
