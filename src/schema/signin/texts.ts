/** Descriptions that several fields share. */
export const signInTokenText = 'The token of the sign-in, as beginSignIn gave it; for 10 minutes.';
export const signInErrors = 'SIGN_IN_ENDED, RATE_LIMITED';

export const offlineVerifierText =
  '32 bytes, base64url, that the page derived from the phone’s prf for the connected agent: by it the person may sign in offline there, where the key may. docs/offline.md says how.';
