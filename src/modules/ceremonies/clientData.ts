/**
 * Throws where the ceremony ran in a frame of another site (WebAuthn L3 §7.1 steps 10 and 11). The library checks neither
 * for registrations, and lets a cross-origin sign-in pass where the browser names no top origin.
 */
export function requireSameOrigin(clientDataJSON: string): void {
  const { crossOrigin, topOrigin } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
  if (crossOrigin === true) throw new Error('the ceremony ran in a frame of another site');
  if (topOrigin !== undefined) throw new Error('the ceremony names a top origin, as only a frame of another site has');
}
