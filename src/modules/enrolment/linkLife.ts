/** How long an activation link lives. */
export const linkLife = 72 * 3_600_000;
