import { z } from 'zod';
import type { SecurityKeyWish } from '../../db/tables/enrolment.ts';
import type { CardActivation, SmartphoneSettings } from '../../db/tables/keys.ts';
import type { TxCtx } from '../context.ts';
import { requireKindAllowedFor } from '../directory/groups.ts';
import type { User } from '../directory/users.ts';
import type { Issue } from '../errors.ts';
import { insertKey, keyName, type SecurityKey } from '../keys/keys.ts';
import { actorName } from '../policy/actor.ts';
import { paragraph } from '../validation.ts';
import { type Enrolment, insertEnrolment } from './enrolments.ts';
import { nothingShown, type Sent, type ShownOnce, sendLink } from './links.ts';

/** A key as an administrator asks for it: exactly one of the kinds. */
export interface SecurityKeyInput {
  smartphone?:
    | ({ name?: string | null | undefined } & { [K in keyof SmartphoneSettings]?: SmartphoneSettings[K] | null | undefined })
    | null
    | undefined;
  contactlessCard?: { name: string; activation: CardActivation } | null | undefined;
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
    contactlessCard: z.object({ name: keyName, activation: z.enum(['ADMIN_NOW', 'BY_USER']) }).nullish(),
    hardwareKey: named('Security key').nullish(),
  })
  .transform((given, ctx): SecurityKeyWish => {
    const { smartphone, contactlessCard, hardwareKey } = given;
    const kinds = Object.values(given).filter((kind) => kind != null);
    if (kinds.length === 1) {
      if (contactlessCard) return { kind: 'CONTACTLESS_CARD', ...contactlessCard };
      if (hardwareKey) return { kind: 'HARDWARE_KEY', name: hardwareKey.name };
      if (smartphone) {
        const { name, ...rest } = smartphone;
        return { kind: 'SMARTPHONE', name, smartphone: rest };
      }
    }
    ctx.addIssue({ code: 'custom', message: 'Choose exactly one kind of key.', params: { code: 'ONE_KIND' } });
    return z.NEVER;
  });

/** Whether an administrator activates the key, by tapping the card: then no link is sent. */
export const activatedByAdmin = (wish: SecurityKeyWish | null | undefined): boolean =>
  wish?.kind === 'CONTACTLESS_CARD' && wish.activation === 'ADMIN_NOW';

/** The administrator's words in the mail. */
export const mailNote = paragraph('Note', { max: 1_000 })
  .nullish()
  .transform((text) => text || null);

/**
 * Gives a person a key: the key and its enrolment, in the caller's transaction.
 * @throws Refused KEY_KIND_NOT_ALLOWED
 */
export async function enrol(
  ctx: TxCtx,
  user: User,
  wish: SecurityKeyWish,
  createdBy = actorName(ctx.actor),
): Promise<{ enrolment: Enrolment; key: SecurityKey }> {
  const { workspaceId, id: userId } = user;
  await requireKindAllowedFor(ctx.db, workspaceId, userId, wish.kind);
  const smartphone = wish.kind === 'SMARTPHONE' ? wish.smartphone : null;
  const cardActivation = wish.kind === 'CONTACTLESS_CARD' ? wish.activation : null;
  const key = await insertKey(ctx, workspaceId, userId, { kind: wish.kind, name: wish.name, smartphone, cardActivation });
  return { key, enrolment: await insertEnrolment(ctx, key, { createdBy, proof: 'LINK' }) };
}

/** The same, and mails the link. @throws Refused KEY_KIND_NOT_ALLOWED */
export async function enrolByMail(ctx: TxCtx, user: User, wish: SecurityKeyWish, note: string | null = null): Promise<Sent> {
  const { enrolment, key } = await enrol(ctx, user, wish);
  return sendLink(ctx, enrolment, { user, key, note, again: false });
}

/** A new enrolment, and what is shown once to who made it, where there is something. */
export type Assigned = ShownOnce & { enrolment: Enrolment };

/** The same, for any wish: a card that an administrator activates gets no mail, and waits for their tap. @throws Refused KEY_KIND_NOT_ALLOWED */
export async function enrolAsWished(ctx: TxCtx, user: User, wish: SecurityKeyWish, note: string | null): Promise<Assigned> {
  if (!activatedByAdmin(wish)) return enrolByMail(ctx, user, wish, note);
  const { enrolment } = await enrol(ctx, user, wish);
  return { enrolment, ...nothingShown };
}

/** An issue where words were given for a mail that is not sent: a card that an administrator activates has none with a link. */
export const noteWithoutMail = (wish: SecurityKeyWish | null | undefined, note: string | null, path: (string | number)[]): Issue[] =>
  note !== null && activatedByAdmin(wish)
    ? [{ path, code: 'NOTE_NOT_WANTED', message: 'No link is mailed for a card that is activated now, so leave the note out.' }]
    : [];
