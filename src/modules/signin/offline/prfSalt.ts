import { createHash } from 'node:crypto';

/** What a phone's prf is evaluated at (WebAuthn L3 §10.1.4), base64url; the pages and the agents know it as well. */
export const offlinePrfSalt: string = createHash('sha256').update('latchkey offline 1').digest('base64url');
