import { z } from 'zod';
import { enrolments, type SecurityKeyWish } from '../../db/tables/enrolment.ts';
import type { SmartphoneSettings } from '../../db/tables/keys.ts';
import { newId } from '../../lib/ids.ts';
import type { TxCtx } from '../context.ts';
import { groupIdsOf, requireKindAllowed } from '../directory/groups.ts';
import type { User } from '../directory/users.ts';
import { insertKey, keyName } from '../keys/keys.ts';
import { actorName } from '../policy/actor.ts';
import { paragraph } from '../validation.ts';
import { findWorkspace } from '../workspace/workspaces.ts';
import type { Enrolment } from './enrolments.ts';
import { linkLife, sendLink } from './links.ts';

/** A key as an administrator asks for it: exactly one of the kinds. */
export interface SecurityKeyInput {
  smartphone?:
    | ({ name?: string | null | undefined } & { [K in keyof SmartphoneSettings]?: SmartphoneSettings[K] | null | undefined })
    | null
    | undefined;
  hardwareKey?: { name?: string | null | undefined } | null | undefined;
}

const settings = z.object({
  auditable: z
    .boolean()
    .nullish()
    .transform((on) => on ?? true),
  bluetoothProximity: z
    .boolean()
    .nullish()
    .transform((on) => on ?? false),
  offlineLogin: z
    .boolean()
    .nullish()
    .transform((on) => on ?? false),
  verification: z
    .enum(['BIOMETRIC', 'PIN'])
    .nullish()
    .transform((way) => way ?? ('BIOMETRIC' as const)),
});

const named = (fallback: string) => z.object({ name: z.preprocess((name) => name ?? fallback, keyName) });

/** Reads the input into what is kept. */
export const securityKeyWish = z
  .object({
    smartphone: settings.extend(named('Smartphone').shape).nullish(),
    hardwareKey: named('Security key').nullish(),
  })
  .transform(({ smartphone, hardwareKey }, ctx): SecurityKeyWish => {
    if (smartphone && !hardwareKey) {
      const { name, ...rest } = smartphone;
      return { kind: 'SMARTPHONE', name, smartphone: rest };
    }
    if (hardwareKey && !smartphone) return { kind: 'HARDWARE_KEY', name: hardwareKey.name };
    ctx.addIssue({ code: 'custom', message: 'Choose exactly one kind of key.', params: { code: 'ONE_KIND' } });
    return z.NEVER;
  });

/** The administrator's words in the mail. */
export const mailNote = paragraph('Note', { max: 1_000 })
  .nullish()
  .transform((text) => text || null);

/** A new enrolment, and the code to pass on where the workspace asks for one. The code is shown this once. */
export interface Enrolled {
  enrolment: Enrolment;
  activationCode: string | null;
  /** The link that was mailed, for the operator alone; null where this answer repeats an earlier one. */
  link: string | null;
}

/**
 * Gives a person a key: the key, its enrolment, its link and, where it is `mailed`, the mail, in the caller's transaction.
 * @throws Refused KEY_KIND_NOT_ALLOWED
 */
export async function enrol(
  ctx: TxCtx,
  user: User,
  wish: SecurityKeyWish,
  { note = null, createdBy = actorName(ctx.actor), mailed = true }: { note?: string | null; createdBy?: string; mailed?: boolean } = {},
): Promise<Enrolled> {
  const { workspaceId, id: userId } = user;
  await requireKindAllowed(ctx.db, workspaceId, await groupIdsOf(ctx.db, workspaceId, userId), wish.kind);
  const smartphone = wish.kind === 'SMARTPHONE' ? wish.smartphone : null;
  const key = await insertKey(ctx, workspaceId, userId, { kind: wish.kind, name: wish.name, smartphone });
  const enrolment = await insertEnrolment(ctx, { workspaceId, userId, keyId: key.id, createdBy });
  ctx.emit(workspaceId, {
    type: 'enrolment.status_changed',
    userId,
    keyId: key.id,
    enrolmentId: enrolment.id,
    payload: { kind: key.kind, from: null, to: 'PENDING' },
  });
  // The server's first owner registers in the browser that set it up: there is nothing to mail.
  if (!mailed) return { enrolment, activationCode: null, link: null };
  return sendLink(ctx, enrolment, { user, key, note, again: false });
}

/** One attempt to give a key to a person, as the workspace's policy stands now. */
export async function insertEnrolment(
  ctx: TxCtx,
  { workspaceId, userId, keyId, createdBy }: { workspaceId: string; userId: string; keyId: string; createdBy: string },
): Promise<Enrolment> {
  const now = ctx.clock.now();
  const { policies } = await findWorkspace(ctx.db, workspaceId);
  const [enrolment] = await ctx.db
    .insert(enrolments)
    .values({
      workspaceId,
      id: newId('enrolment'),
      userId,
      keyId,
      status: 'PENDING',
      // Whoever sets up the server has no administrator who could tell them a code.
      proof: createdBy === 'setup' || createdBy === 'operator' ? 'LINK' : policies.activationProof,
      createdBy,
      createdAt: now,
      expiresAt: new Date(now.getTime() + linkLife),
    })
    .returning();
  return enrolment as Enrolment;
}
