/**
 * What an application was given by a sign-in. Its name says by which session, so that whatever is given out under it can be
 * asked whether that still stands. No application ever sees it.
 */
export const grantOf = (sessionId: string, applicationId: string): string => `${sessionId}.${applicationId}`;

/** The session that a grant lives by. */
export const sessionOfGrant = (grantId: string): string => grantId.split('.')[0] ?? '';
