/** The servers of the bench have one secret: what it fills today has to open tomorrow. It guards nothing. */
export const secret = 'the-secret-of-a-bench-guards-nothing-at-all';
