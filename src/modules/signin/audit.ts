import { type Ctx, tx } from '../context.ts';
import { RateLimited } from '../errors.ts';
import type { SecurityKey } from '../keys/keys.ts';
import { isAuditable } from '../keys/signsIn.ts';
import type { SignIn } from './attempts.ts';

/** Why a sign-in was refused, for the log. */
export type RefusalReason = 'SIGNATURE' | 'COUNTER' | 'STOPPED' | 'PROXIMITY' | 'NOT_HEARD' | 'PIN';

/**
 * Puts a refused sign-in into the log, and what did not verify into the server's; of a key that is not auditable it says
 * nothing. Aside, so that the answer's time does not tell whether there was something to write; and of answers that did not
 * verify, which strangers can send, only some.
 */
export function tellRefused(
  ctx: Ctx,
  { workspaceId, agentId, applicationId }: SignIn,
  key: Pick<SecurityKey, 'id' | 'userId' | 'smartphone'>,
  reason: RefusalReason,
  detail: string | null = null,
): void {
  if (!isAuditable(key)) return;
  if (detail) ctx.log.info({ reason: detail }, 'a sign-in did not verify');
  const payload = { reason, agentId, applicationId, address: ctx.origin.address };
  const write = () => tx(ctx, async (ctx) => ctx.emit(workspaceId, { type: 'sign_in.refused', userId: key.userId, keyId: key.id, payload }));
  const wanted = reason === 'SIGNATURE' ? ctx.limits.take('refusedSignature', key.id).then(() => true, onlyLimited) : Promise.resolve(true);
  ctx.sequencer.expect(wanted.then((isWanted) => (isWanted ? write() : undefined)));
}

function onlyLimited(error: unknown): false {
  if (error instanceof RateLimited) return false;
  throw error;
}
