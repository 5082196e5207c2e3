import { and, eq, gt } from 'drizzle-orm';
import { wizards } from '../../db/tables/enrolment.ts';
import { newId } from '../../lib/ids.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { examineDetails } from '../directory/details.ts';
import { findUnknownGroups, requireKindAllowed } from '../directory/groups.ts';
import { InvalidInput, type Issue, NotFound, Refused } from '../errors.ts';
import { once } from '../idempotency.ts';
import { freeReservation } from '../keys/cards.ts';
import { actorName } from '../policy/actor.ts';
import { require } from '../policy/require.ts';
import { cancelTapJobsOf } from '../readers/tapJobs.ts';
import { parse } from '../validation.ts';
import { activatedByAdmin, type SecurityKeyInput, securityKeyWish } from './enrol.ts';

export type Wizard = typeof wizards.$inferSelect;

const life = 7 * 24 * 3_600_000;

/** The condition that finds a wizard of the caller's which is not over. */
const own = (ctx: Pick<Ctx, 'clock' | 'actor'>, workspaceId: string, id: string) =>
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

/**
 * Third step: the key, or null for none now. A card that was tapped already stays with the wizard while a card is what is
 * chosen, under whatever name; any other choice lets it go.
 * @throws NotFound, InvalidInput, Refused WIZARD_ENDED, KEY_KIND_NOT_ALLOWED
 */
export async function setUserWizardSecurityKey(ctx: Ctx, wizardId: string, input: SecurityKeyInput | null): Promise<Wizard> {
  const workspaceId = require(ctx, 'wizard.use');
  const wish = input === null ? null : parse(securityKeyWish, input, ['securityKey']);
  const wizard = await findWizard(ctx, wizardId);
  if (wish) await requireKindAllowed(ctx.db, workspaceId, wizard.groupIds ?? [], wish.kind);
  return tx(ctx, async (ctx) => {
    const changed = await set(ctx, workspaceId, wizardId, { securityKey: { wish } });
    if (!activatedByAdmin(wish)) await letCardGo(ctx, changed);
    return changed;
  });
}

/** Gives up a wizard. @throws NotFound, Refused WIZARD_ENDED */
export async function discardUserWizard(ctx: Ctx, wizardId: string): Promise<Wizard> {
  const workspaceId = require(ctx, 'wizard.use');
  return tx(ctx, async (ctx) => {
    const discarded = await set(ctx, workspaceId, wizardId, { status: 'DISCARDED' });
    await letCardGo(ctx, discarded);
    return discarded;
  });
}

/** Frees the card that a wizard has reserved, and takes back the tap that it waits for. */
async function letCardGo(ctx: TxCtx, { workspaceId, id: wizardId }: Wizard): Promise<void> {
  await cancelTapJobsOf(ctx, workspaceId, { wizardId });
  await freeReservation(ctx, workspaceId, wizardId);
}

async function set(ctx: Pick<Ctx, 'db' | 'clock' | 'actor'>, workspaceId: string, id: string, change: Partial<Wizard>): Promise<Wizard> {
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

/** A wizard of the caller's, whatever became of it, locked for the rest of the transaction. @throws NotFound */
export async function lockWizard(ctx: TxCtx, workspaceId: string, wizardId: string): Promise<Wizard> {
  const [wizard] = await ctx.db
    .select()
    .from(wizards)
    .where(own(ctx, workspaceId, wizardId))
    .for('update');
  if (!wizard) throw new NotFound('wizard');
  return wizard;
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
