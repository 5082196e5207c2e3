import { type Ctx, tx } from '../context.ts';
import { examineDetails, takenMeanwhile } from '../directory/details.ts';
import { findUnknownGroups, putInGroups } from '../directory/groups.ts';
import { insertUser, lockUser, type User } from '../directory/users.ts';
import { InvalidInput, type Issue } from '../errors.ts';
import { once } from '../idempotency.ts';
import { require, requireRankOver } from '../policy/require.ts';
import { examine, parse } from '../validation.ts';
import { type Assigned, enrolAsWished, mailNote, noteWithoutMail, type SecurityKeyInput, securityKeyWish } from './enrol.ts';
import { type Enrolment, findEnrolment } from './enrolments.ts';
import { nothingShown, type ShownOnce } from './links.ts';

export interface CreateUserInput {
  details: unknown;
  groupIds?: readonly string[] | null | undefined;
  securityKey?: SecurityKeyInput | null | undefined;
  note?: string | null | undefined;
  idempotencyKey?: string | null | undefined;
}

export interface CreatedUser extends ShownOnce {
  user: User;
  enrolment: Enrolment | null;
}

/**
 * Adds a person, their groups and, where asked, their key: the wizard in one call. A card that an administrator
 * activates waits for assignContactlessCard.
 * @throws InvalidInput, AccessDenied, Refused
 */
export async function createUser(ctx: Ctx, input: CreateUserInput): Promise<CreatedUser> {
  const workspaceId = require(ctx, 'user.create');
  if (input.securityKey) require(ctx, 'key.assign');
  const { idempotencyKey, ...wanted } = input;
  const wish = input.securityKey ? examine(securityKeyWish, input.securityKey, ['securityKey']) : { value: null, issues: [] };
  const note = examine(mailNote, input.note, ['note']);
  const unmailed = noteWithoutMail(wish.value, note.value, ['note']);
  const groupIds = input.groupIds ?? [];
  try {
    return await tx(ctx, async (ctx) => {
      let shown: ShownOnce = nothingShown;
      const { ids } = await once(ctx, workspaceId, { mutation: 'createUser', input: wanted, key: idempotencyKey }, async () => {
        const details = await examineDetails(ctx.db, workspaceId, input.details, ['details']);
        const unknown = await findUnknownGroups(ctx.db, workspaceId, groupIds, ['groupIds']);
        const issues: Issue[] = [...details.issues, ...wish.issues, ...note.issues, ...unmailed, ...unknown];
        if (issues.length > 0 || !details.value) throw new InvalidInput(issues);
        const user = await insertUser(ctx, workspaceId, details.value);
        await putInGroups(ctx, workspaceId, user.id, groupIds);
        if (!wish.value) return { userId: user.id, enrolmentId: null };
        const { enrolment, activationCode, activationLink } = await enrolAsWished(ctx, user, wish.value, note.value);
        shown = { activationCode, activationLink };
        return { userId: user.id, enrolmentId: enrolment.id };
      });
      const enrolment = ids.enrolmentId ? await findEnrolment(ctx, workspaceId, ids.enrolmentId) : null;
      return { user: await lockUser(ctx, workspaceId, ids.userId), enrolment, ...shown };
    });
  } catch (error) {
    throw takenMeanwhile(error, ['details']);
  }
}

/** Gives a key to a person who is there already. @throws NotFound, InvalidInput, AccessDenied, Refused KEY_KIND_NOT_ALLOWED */
export async function assignSecurityKey(
  ctx: Ctx,
  input: {
    userId: string;
    securityKey: SecurityKeyInput;
    note?: string | null | undefined;
    idempotencyKey?: string | null | undefined;
  },
): Promise<Assigned> {
  const workspaceId = require(ctx, 'key.assign');
  const { idempotencyKey, ...wanted } = input;
  const wish = parse(securityKeyWish, input.securityKey, ['securityKey']);
  const note = parse(mailNote, input.note, ['note']);
  const issues = noteWithoutMail(wish, note, ['note']);
  if (issues.length > 0) throw new InvalidInput(issues);
  return tx(ctx, async (ctx) => {
    let shown: ShownOnce = nothingShown;
    const { ids } = await once(ctx, workspaceId, { mutation: 'assignSecurityKey', input: wanted, key: idempotencyKey }, async () => {
      const user = await lockUser(ctx, workspaceId, input.userId);
      requireRankOver(ctx, user);
      const { enrolment, activationCode, activationLink } = await enrolAsWished(ctx, user, wish, note);
      shown = { activationCode, activationLink };
      return { enrolmentId: enrolment.id };
    });
    return { enrolment: await findEnrolment(ctx, workspaceId, ids.enrolmentId), ...shown };
  });
}
