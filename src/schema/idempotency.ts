/** What an idempotency key does, said in every mutation that takes one (modules/idempotency.ts; sweep.ts forgets them). */
export const idempotencyKeyText =
  'For 24 hours the same key with the same input gives the same answer, and has one effect; up to 200 characters. Errors: IDEMPOTENCY_KEY_REUSED.';
