import { and, eq } from 'drizzle-orm';
import { type SecurityKeyWish, wizards } from '../../db/tables/enrolment.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { findTaken, takenMeanwhile } from '../directory/details.ts';
import { findUnknownGroups, putInGroups } from '../directory/groups.ts';
import { insertUser, type User } from '../directory/users.ts';
import { InvalidInput, Refused } from '../errors.ts';
import { type MadePin, makePin } from '../keys/cardPin.ts';
import { bindCard, type Card, lockReservedCard } from '../keys/cards.ts';
import { require } from '../policy/require.ts';
import { cancelTapJobsOf } from '../readers/tapJobs.ts';
import { parse } from '../validation.ts';
import { activateCard } from './activate.ts';
import { type Assigned, activatedByAdmin, enrol, enrolAsWished, mailNote } from './enrol.ts';
import { nothingShown, type ShownOnce } from './links.ts';
import { findWizard, lockWizard, missingSteps, type Wizard } from './wizard.ts';

/** A wizard that was carried out, and what is shown once. */
export type Confirmed = ShownOnce & { wizard: Wizard };

/**
 * Fourth step: makes the person, the memberships, the key, the enrolment and the mail, in one transaction. A card that was
 * tapped is active with it. Confirming again gives the same answer, without what was shown once.
 * @throws NotFound, InvalidInput, Refused WIZARD_ENDED, KEY_KIND_NOT_ALLOWED, TRY_AGAIN
 */
export async function confirmUserWizard(ctx: Ctx, wizardId: string, note: string | null): Promise<Confirmed> {
  const workspaceId = require(ctx, 'wizard.use');
  require(ctx, 'user.create');
  const words = parse(mailNote, note, ['note']);
  const seen = await findWizard(ctx, wizardId);
  // Hashed before the transaction: argon2 is slow on purpose.
  const made = seen.status === 'OPEN' && activatedByAdmin(seen.securityKey?.wish) ? await makePin(ctx, workspaceId) : null;
  try {
    return await tx(ctx, async (ctx) => {
      const wizard = await lockWizard(ctx, workspaceId, wizardId);
      if (wizard.status === 'CONFIRMED') return { wizard, ...nothingShown };
      if (wizard.status !== 'OPEN') throw new Refused('WIZARD_ENDED', 'This wizard was discarded; start a new one.');
      return carryOut(ctx, wizard, words, made);
    });
  } catch (error) {
    throw takenMeanwhile(error, ['details']);
  }
}

async function carryOut(ctx: TxCtx, wizard: Wizard, note: string | null, made: MadePin | null): Promise<Confirmed> {
  const { workspaceId, details, groupIds, securityKey } = wizard;
  const issues = missingSteps(wizard);
  // The directory has moved on since the steps were set.
  if (details) issues.push(...(await findTaken(ctx.db, workspaceId, details, ['details'])));
  if (groupIds) issues.push(...(await findUnknownGroups(ctx.db, workspaceId, groupIds, ['groupIds'])));
  // Locked, so that it stays this wizard's until the end.
  const card = activatedByAdmin(securityKey?.wish) ? await lockReservedCard(ctx, workspaceId, wizard.id) : null;
  if (activatedByAdmin(securityKey?.wish) && !card) {
    issues.push({ path: ['securityKey'], code: 'CARD_MISSING', message: 'No card was tapped yet: assign one, then confirm.' });
  }
  if (issues.length > 0 || !details || !groupIds || !securityKey) throw new InvalidInput(issues);
  if (securityKey.wish) require(ctx, 'key.assign');
  const user = await insertUser(ctx, workspaceId, details);
  await putInGroups(ctx, workspaceId, user.id, groupIds);
  const assigned = securityKey.wish ? await assign(ctx, wizard, user, securityKey.wish, { card, note, made }) : null;
  const [confirmed] = await ctx.db
    .update(wizards)
    .set({ status: 'CONFIRMED', userId: user.id, enrolmentId: assigned?.enrolment.id ?? null, updatedAt: ctx.clock.now() })
    .where(and(eq(wizards.workspaceId, workspaceId), eq(wizards.id, wizard.id)))
    .returning();
  const { activationCode, activationLink } = assigned ?? nothingShown;
  return { wizard: confirmed as Wizard, activationCode, activationLink };
}

/** Gives the new person their key; a card that was tapped is active at once. */
async function assign(
  ctx: TxCtx,
  { workspaceId, id: wizardId }: Wizard,
  user: User,
  wish: SecurityKeyWish,
  { card, note, made }: { card: Card | null; note: string | null; made: MadePin | null },
): Promise<Assigned> {
  if (!card) return enrolAsWished(ctx, user, wish, note);
  if (!made) throw new Refused('TRY_AGAIN', 'The wizard was changed at this very moment. Look it over once more.');
  const { enrolment, key } = await enrol(ctx, user, wish);
  await bindCard(ctx, workspaceId, card.id, key.id);
  await cancelTapJobsOf(ctx, workspaceId, { wizardId });
  return { ...(await activateCard(ctx, { enrolment, key, user }, made, note)), ...nothingShown };
}
