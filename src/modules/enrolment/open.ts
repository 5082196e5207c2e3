import { and, eq, lt, sql } from 'drizzle-orm';
import { users } from '../../db/tables/directory.ts';
import { activationLinks, enrolments } from '../../db/tables/enrolment.ts';
import { sameSecret, sha256 } from '../../lib/secrets.ts';
import { type Ctx, holderCtx, tx } from '../context.ts';
import { Refused } from '../errors.ts';
import { lockKey } from '../keys/keys.ts';
import { type Activation, activationOf, requireNotSuspended } from './activation.ts';
import { endActivationSessions, type StartedActivation, startActivationSession } from './activationSessions.ts';
import { type Enrolment, lockEnrolment, moveEnrolment } from './enrolments.ts';
import { codeHash } from './links.ts';

const codeTriesAllowed = 5;

/**
 * The enrolment that a link stands for, while the link works. Changes nothing.
 * @throws Refused LINK_UNKNOWN, LINK_SPENT, LINK_EXPIRED, LINK_CANCELLED, LINK_REPLACED, PERSON_SUSPENDED; RateLimited
 */
export async function enrolmentOfLink(ctx: Ctx, token: string): Promise<Enrolment> {
  await ctx.limits.take('link', ctx.origin.address);
  return workingLink(ctx, token);
}

/** What a link is for, to whoever has it. Changes nothing. @throws as enrolmentOfLink */
export const previewActivation = async (ctx: Ctx, token: string): Promise<Activation> => ({
  ...(await activationOf(ctx, await enrolmentOfLink(ctx, token))),
  opened: false,
});

/** As enrolmentOfLink, without counting a try. */
export async function workingLink(ctx: Ctx, token: string): Promise<Enrolment> {
  const [found] = await ctx.db
    .select({ link: activationLinks, enrolment: enrolments, suspendedAt: users.suspendedAt })
    .from(activationLinks)
    .innerJoin(enrolments, and(eq(enrolments.workspaceId, activationLinks.workspaceId), eq(enrolments.id, activationLinks.enrolmentId)))
    .innerJoin(users, and(eq(users.workspaceId, enrolments.workspaceId), eq(users.id, enrolments.userId)))
    .where(eq(activationLinks.tokenHash, sha256(token)));
  if (!found) throw new Refused('LINK_UNKNOWN', 'This link is not complete. Open it straight from the email, or copy all of it.');
  const { link, enrolment } = found;
  if (enrolment.status === 'ACTIVATED') throw new Refused('LINK_SPENT', 'This link has done its work: the key is active.');
  if (enrolment.status === 'CANCELLED') throw new Refused('LINK_CANCELLED', 'An administrator has cancelled this. Ask them if you still need a key.');
  if (link.replacedAt) throw new Refused('LINK_REPLACED', 'This link works no more. Look for a newer email, or ask your administrator to send one.');
  if (enrolment.status === 'EXPIRED' || link.expiresAt <= ctx.clock.now()) {
    throw new Refused('LINK_EXPIRED', 'This link is too old. Ask your administrator to send a new one.');
  }
  requireNotSuspended(found);
  return enrolment;
}

/**
 * Opens a link in a browser: makes a session of 15 minutes and ends an earlier one. The link is not spent by it.
 * Where the workspace asks for it, the activation code is checked; five wrong ones lock it until a new link is sent.
 * @returns the activation, and the session's token for the browser's cookie
 * @throws as enrolmentOfLink; Refused ACTIVATION_CODE_REQUIRED, ACTIVATION_CODE_WRONG, ACTIVATION_CODE_LOCKED
 */
export async function openActivation(
  ctx: Ctx,
  { token, code }: { token: string; code?: string | null | undefined },
): Promise<{ activation: Activation } & StartedActivation> {
  const { workspaceId, id: enrolmentId, keyId, proof } = await enrolmentOfLink(ctx, token);
  if (proof === 'LINK_AND_CODE') await checkCode(ctx, workspaceId, enrolmentId, code);
  const { opened, started } = await tx(holderCtx(ctx, workspaceId), async (ctx) => {
    const { key } = await lockKey(ctx, workspaceId, keyId);
    const before = await lockEnrolment(ctx, workspaceId, enrolmentId);
    // Looked at again under the lock: it may have been activated, cancelled or sent anew since.
    await workingLink(ctx, token);
    const opened = before.status === 'PENDING' ? await moveEnrolment(ctx, before, key.kind, 'OPENED') : before;
    await ctx.db
      .update(enrolments)
      .set({ codeTries: 0 })
      .where(and(eq(enrolments.workspaceId, workspaceId), eq(enrolments.id, enrolmentId)));
    await endActivationSessions(ctx, workspaceId, enrolmentId);
    return { opened, started: await startActivationSession(ctx, workspaceId, enrolmentId) };
  });
  return { activation: await activationOf(ctx, opened), ...started };
}

async function checkCode(ctx: Ctx, workspaceId: string, enrolmentId: string, code: string | null | undefined): Promise<void> {
  if (!code) throw new Refused('ACTIVATION_CODE_REQUIRED', 'Type the activation code that your administrator gave you.');
  // Counted before it is compared, and in a statement of its own, so that no two tries share a count.
  const [counted] = await ctx.db
    .update(enrolments)
    .set({ codeTries: sql`${enrolments.codeTries} + 1` })
    .where(and(eq(enrolments.workspaceId, workspaceId), eq(enrolments.id, enrolmentId), lt(enrolments.codeTries, codeTriesAllowed)))
    .returning();
  if (!counted?.codeHash) {
    throw new Refused('ACTIVATION_CODE_LOCKED', 'Five wrong codes. Ask your administrator to send a new link; it comes with a new code.');
  }
  if (sameSecret(counted.codeHash, codeHash(code))) return;
  const triesLeft = codeTriesAllowed - counted.codeTries;
  await tx(holderCtx(ctx, workspaceId), async (ctx) =>
    ctx.emit(workspaceId, { type: 'enrolment.code_failed', enrolmentId, userId: counted.userId, keyId: counted.keyId, payload: { triesLeft } }),
  );
  throw new Refused('ACTIVATION_CODE_WRONG', `That is not the code. ${triesLeft} ${triesLeft === 1 ? 'try' : 'tries'} left.`);
}
