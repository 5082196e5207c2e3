import { and, eq, gt } from 'drizzle-orm';
import { wizards } from '../../db/tables/enrolment.ts';
import { newId } from '../../lib/ids.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { examineDetails, findTaken, takenMeanwhile } from '../directory/details.ts';
import { findUnknownGroups, putInGroups, requireKindAllowed } from '../directory/groups.ts';
import { insertUser } from '../directory/users.ts';
import { InvalidInput, type Issue, NotFound, Refused } from '../errors.ts';
import { once } from '../idempotency.ts';
import { actorName } from '../policy/actor.ts';
import { require } from '../policy/require.ts';
import { parse } from '../validation.ts';
import { enrolByMail, mailNote, type SecurityKeyInput, securityKeyWish } from './enrol.ts';

export type Wizard = typeof wizards.$inferSelect;

const life = 7 * 24 * 3_600_000;

/** The condition that finds a wizard of the caller's which is not over. */
const own = (ctx: Ctx, workspaceId: string, id: string) =>
  and(eq(wizards.workspaceId, workspaceId), eq(wizards.id, id), eq(wizards.createdBy, actorName(ctx.actor)), gt(wizards.expiresAt, ctx.clock.now()));

/** Starts a wizard. @throws AccessDenied, Refused IDEMPOTENCY_KEY_REUSED */
export async function startUserWizard(ctx: Ctx, { idempotencyKey }: { idempotencyKey?: string | null | undefined } = {}): Promise<Wizard> {
  const workspaceId = require(ctx, 'wizard.use');
  const { wizardId } = await tx(ctx, async (ctx) => {
    const { ids } = await once(ctx, workspaceId, { mutation: 'startUserWizard', input: null, key: idempotencyKey }, async () => {
      const now = ctx.clock.now();
      const id = newId('wizard');
      const expiresAt = new Date(now.getTime() + life);
      await ctx.db
        .insert(wizards)
        .values({ workspaceId, id, createdBy: actorName(ctx.actor), status: 'OPEN', createdAt: now, updatedAt: now, expiresAt });
      return { wizardId: id };
    });
    return ids;
  });
  return findWizard(ctx, wizardId);
}

/** First step: who the person is. @throws NotFound, InvalidInput, Refused WIZARD_ENDED */
export async function setUserWizardDetails(ctx: Ctx, wizardId: string, input: unknown): Promise<Wizard> {
  const workspaceId = require(ctx, 'wizard.use');
  const { value, issues } = await examineDetails(ctx.db, workspaceId, input, ['details']);
  if (value === null) throw new InvalidInput(issues);
  return set(ctx, workspaceId, wizardId, { details: value });
}

/** Second step: the groups the person joins; none is fine. @throws NotFound, InvalidInput, Refused WIZARD_ENDED, KEY_KIND_NOT_ALLOWED */
export async function setUserWizardGroups(ctx: Ctx, wizardId: string, groupIds: readonly string[]): Promise<Wizard> {
  const workspaceId = require(ctx, 'wizard.use');
  const issues = await findUnknownGroups(ctx.db, workspaceId, groupIds, ['groupIds']);
  if (issues.length > 0) throw new InvalidInput(issues);
  const wizard = await findWizard(ctx, wizardId);
  if (wizard.securityKey?.wish) await requireKindAllowed(ctx.db, workspaceId, groupIds, wizard.securityKey.wish.kind);
  return set(ctx, workspaceId, wizardId, { groupIds: [...new Set(groupIds)] });
}

/** Third step: the key, or null for none now. @throws NotFound, InvalidInput, Refused WIZARD_ENDED, KEY_KIND_NOT_ALLOWED */
export async function setUserWizardSecurityKey(ctx: Ctx, wizardId: string, input: SecurityKeyInput | null): Promise<Wizard> {
  const workspaceId = require(ctx, 'wizard.use');
  const wish = input === null ? null : parse(securityKeyWish, input, ['securityKey']);
  const wizard = await findWizard(ctx, wizardId);
  if (wish) await requireKindAllowed(ctx.db, workspaceId, wizard.groupIds ?? [], wish.kind);
  return set(ctx, workspaceId, wizardId, { securityKey: { wish } });
}

/** Gives up a wizard. @throws NotFound, Refused WIZARD_ENDED */
export async function discardUserWizard(ctx: Ctx, wizardId: string): Promise<Wizard> {
  const workspaceId = require(ctx, 'wizard.use');
  return set(ctx, workspaceId, wizardId, { status: 'DISCARDED' });
}

async function set(ctx: Ctx, workspaceId: string, id: string, change: Partial<Wizard>): Promise<Wizard> {
  const [wizard] = await ctx.db
    .update(wizards)
    .set({ ...change, updatedAt: ctx.clock.now() })
    .where(and(own(ctx, workspaceId, id), eq(wizards.status, 'OPEN')))
    .returning();
  if (wizard) return wizard;
  const [ended] = await ctx.db
    .select()
    .from(wizards)
    .where(own(ctx, workspaceId, id));
  if (!ended) throw new NotFound('wizard');
  throw new Refused('WIZARD_ENDED', `This wizard is ${ended.status}; start a new one.`);
}

/** A wizard of the caller's. @throws NotFound */
export async function findWizard(ctx: Ctx, wizardId: string): Promise<Wizard> {
  const workspaceId = require(ctx, 'wizard.use');
  const [wizard] = await ctx.db
    .select()
    .from(wizards)
    .where(own(ctx, workspaceId, wizardId));
  if (!wizard) throw new NotFound('wizard');
  return wizard;
}

/** What is missing before a wizard can be confirmed. */
export function missingSteps(wizard: Wizard): Issue[] {
  const missing = (step: string, what: string): Issue => ({ path: [step], code: 'STEP_MISSING', message: `The step ${what} is not set yet.` });
  return [
    ...(wizard.details ? [] : [missing('details', 'DETAILS')]),
    ...(wizard.groupIds ? [] : [missing('groups', 'GROUPS')]),
    ...(wizard.securityKey ? [] : [missing('securityKey', 'SECURITY_KEY')]),
  ];
}

/**
 * Fourth step: makes the person, the memberships, the key, the enrolment and the mail, in one transaction. Confirming
 * again gives the same answer, without the activation code.
 * @throws NotFound, InvalidInput, Refused WIZARD_ENDED, KEY_KIND_NOT_ALLOWED
 */
export async function confirmUserWizard(ctx: Ctx, wizardId: string, note: string | null): Promise<{ wizard: Wizard; activationCode: string | null }> {
  const workspaceId = require(ctx, 'wizard.use');
  require(ctx, 'user.create');
  const words = parse(mailNote, note, ['note']);
  try {
    return await tx(ctx, async (ctx) => {
      const [wizard] = await ctx.db
        .select()
        .from(wizards)
        .where(own(ctx, workspaceId, wizardId))
        .for('update');
      if (!wizard) throw new NotFound('wizard');
      if (wizard.status === 'CONFIRMED') return { wizard, activationCode: null };
      if (wizard.status !== 'OPEN') throw new Refused('WIZARD_ENDED', 'This wizard was discarded; start a new one.');
      return carryOut(ctx, wizard, words);
    });
  } catch (error) {
    throw takenMeanwhile(error, ['details']);
  }
}

async function carryOut(ctx: TxCtx, wizard: Wizard, note: string | null): Promise<{ wizard: Wizard; activationCode: string | null }> {
  const { workspaceId, details, groupIds, securityKey } = wizard;
  const issues = missingSteps(wizard);
  // The directory has moved on since the steps were set.
  if (details) issues.push(...(await findTaken(ctx.db, workspaceId, details, ['details'])));
  if (groupIds) issues.push(...(await findUnknownGroups(ctx.db, workspaceId, groupIds, ['groupIds'])));
  if (issues.length > 0 || !details || !groupIds || !securityKey) throw new InvalidInput(issues);
  if (securityKey.wish) require(ctx, 'key.assign');
  const user = await insertUser(ctx, workspaceId, details);
  await putInGroups(ctx, workspaceId, user.id, groupIds);
  const enrolled = securityKey.wish ? await enrolByMail(ctx, user, securityKey.wish, note) : null;
  const [confirmed] = await ctx.db
    .update(wizards)
    .set({ status: 'CONFIRMED', userId: user.id, enrolmentId: enrolled?.enrolment.id ?? null, updatedAt: ctx.clock.now() })
    .where(and(eq(wizards.workspaceId, workspaceId), eq(wizards.id, wizard.id)))
    .returning();
  return { wizard: confirmed as Wizard, activationCode: enrolled?.activationCode ?? null };
}
