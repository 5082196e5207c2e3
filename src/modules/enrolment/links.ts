import { and, eq, isNull } from 'drizzle-orm';
import { users } from '../../db/tables/directory.ts';
import { activationLinks, enrolments } from '../../db/tables/enrolment.ts';
import { newId } from '../../lib/ids.ts';
import { newCode, newToken, sha256 } from '../../lib/secrets.ts';
import type { TxCtx } from '../context.ts';
import type { User } from '../directory/users.ts';
import type { SecurityKey } from '../keys/keys.ts';
import { cancelMailOf, queueMail } from '../mail/outbox.ts';
import { activationMail } from '../mail/templates/activation.ts';
import { findWorkspace, policiesOf } from '../workspace/workspaces.ts';
import type { Enrolment } from './enrolments.ts';
import { linkLife } from './linkLife.ts';

/** Who created the enrolment of a server's first owner in the browser that set it up. */
export const bySetup = 'setup';
const byOperator = [bySetup, 'operator'];

/** What whoever sent a link sees this once. */
export interface ShownOnce {
  /** The code to pass on, where the workspace asks for one. */
  activationCode: string | null;
  /** The link, where the workspace lets them see it. */
  activationLink: string | null;
}

/** Where no link was sent, or an answer is repeated. */
export const nothingShown: ShownOnce = { activationCode: null, activationLink: null };

/** A link that was mailed. */
export interface Sent extends ShownOnce {
  enrolment: Enrolment;
  link: string;
}

/**
 * Gives an enrolment a new link, kills the older ones and mails it. Where the workspace, as its policy stands now, asks
 * for an activation code too, makes a new one and returns it: the administrator passes it on by another way.
 */
export async function sendLink(
  ctx: TxCtx,
  enrolment: Enrolment,
  { user, key, note, again }: { user: User; key: SecurityKey; note: string | null; again: boolean },
): Promise<Sent> {
  const { workspaceId, id: enrolmentId } = enrolment;
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + linkLife);
  const workspace = await findWorkspace(ctx.db, workspaceId);
  // Whoever has the server has no administrator who could tell them a code.
  const proof = byOperator.includes(enrolment.createdBy) ? 'LINK' : workspace.policies.activationProof;
  const activationCode = proof === 'LINK_AND_CODE' ? newCode(8) : null;
  await replaceLinks(ctx, workspaceId, enrolmentId);
  const token = newToken();
  // The token is in the fragment: no server's log and no mail scanner's request holds it.
  const link = `${ctx.publicUrl}/activate#${token}`;
  const isShown = policiesOf(workspace).activationLinkVisible && mayBeShown(ctx, user);
  // The operator is told the links of owners.
  const shown = isShown || (ctx.actor.type === 'operator' && user.role !== null);
  await ctx.db
    .insert(activationLinks)
    .values({ workspaceId, id: newId('activationLink'), enrolmentId, tokenHash: sha256(token), shown, createdAt: now, expiresAt });
  const [renewed] = await ctx.db
    .update(enrolments)
    .set({ expiresAt, proof, codeHash: activationCode === null ? null : codeHash(activationCode), codeTries: 0 })
    .where(and(eq(enrolments.workspaceId, workspaceId), eq(enrolments.id, enrolmentId)))
    .returning();
  const content = activationMail({
    organisation: workspace.name,
    personName: user.displayName,
    inviterName: await inviterName(ctx, enrolment),
    keyKind: key.kind,
    pinChosen: key.smartphone?.verification === 'PIN',
    link,
    expiresAt,
    now,
    note,
    activationCodeNeeded: activationCode !== null,
    again,
  });
  await queueMail(ctx, workspaceId, { userId: user.id, enrolmentId }, { to: user.email, toName: user.displayName, ...content });
  ctx.emit(workspaceId, { type: 'enrolment.link_sent', userId: user.id, keyId: key.id, enrolmentId, payload: { again } });
  if (isShown) ctx.emit(workspaceId, { type: 'enrolment.link_shown', userId: user.id, keyId: key.id, enrolmentId, payload: {} });
  return { enrolment: renewed as Enrolment, activationCode, link, activationLink: isShown ? link : null };
}

/** An administrator who is signed in sees the link. Not that of somebody with a role: whoever uses it could sign in as them. */
const mayBeShown = ({ actor }: Pick<TxCtx, 'actor'>, { role }: User): boolean => actor.type === 'user' && role === null;

/** Kills the links that an enrolment has, and takes back the mail that holds one. */
export async function replaceLinks(ctx: TxCtx, workspaceId: string, enrolmentId: string): Promise<void> {
  await ctx.db
    .update(activationLinks)
    .set({ replacedAt: ctx.clock.now() })
    .where(and(eq(activationLinks.workspaceId, workspaceId), eq(activationLinks.enrolmentId, enrolmentId), isNull(activationLinks.replacedAt)));
  await cancelMailOf(ctx, workspaceId, enrolmentId);
}

/** The hash of an activation code, read without regard to case, spaces and dashes. */
export const codeHash = (code: string): Uint8Array => sha256(code.toUpperCase().replaceAll(/[\s-]/g, ''));

/** The name of the person who started the enrolment, where a person did. */
export async function inviterName(ctx: Pick<TxCtx, 'db'>, enrolment: Enrolment): Promise<string | null> {
  const [inviter] = await ctx.db
    .select({ name: users.displayName })
    .from(users)
    .where(and(eq(users.workspaceId, enrolment.workspaceId), eq(users.id, enrolment.createdBy)));
  return inviter?.name ?? null;
}
