import { Authenticator, type Device } from './authenticator.ts';

/** A phone on which the page itself is open. */
export const phone = (device: Partial<Device> = {}): Authenticator =>
  new Authenticator({ transports: ['hybrid', 'internal'], attachment: 'platform', backupEligible: true, backedUp: true, ...device });

/** A phone that answers a page on a PC, over the hybrid transport. */
export const phoneOverHybrid = (device: Partial<Device> = {}): Authenticator => phone({ attachment: 'cross-platform', ...device });

/** A PC's own authenticator, such as Windows Hello. */
export const pcAuthenticator = (device: Partial<Device> = {}): Authenticator =>
  new Authenticator({ transports: ['internal'], attachment: 'platform', ...device });

/** A FIDO2 key on the USB port, whose PIN is set. */
export const hardwareKey = (device: Partial<Device> = {}): Authenticator =>
  new Authenticator({ transports: ['usb'], attachment: 'cross-platform', ...device });

/** A key that speaks U2F alone: it checks no user and keeps no passkey. */
export const u2fKey = (device: Partial<Device> = {}): Authenticator =>
  new Authenticator({ transports: ['usb'], attachment: 'cross-platform', userVerified: false, credProps: false, attestation: 'fido-u2f', ...device });
