/** Whether this page runs on a phone, or a tablet, which can be a key like one. The server takes it as the client's word. */
export function isPhone(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  const { userAgentData } = navigator as { userAgentData?: { mobile: boolean } };
  if (userAgentData?.mobile) return true;
  // An iPad says that it is a Mac, but no Mac has a touch screen.
  return /Android|iPhone|iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}

/** Why this browser cannot do WebAuthn here, or null where it can. */
export function whyNoWebAuthn(): 'INSECURE_PAGE' | 'UNSUPPORTED_BROWSER' | null {
  if (!isSecureContext) return 'INSECURE_PAGE';
  return typeof PublicKeyCredential === 'undefined' ? 'UNSUPPORTED_BROWSER' : null;
}
