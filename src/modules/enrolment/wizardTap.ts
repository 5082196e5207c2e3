import { and, eq, gt } from 'drizzle-orm';
import { wizards } from '../../db/tables/enrolment.ts';
import type { TxCtx } from '../context.ts';
import { InvalidInput, Refused } from '../errors.ts';
import { activatedByAdmin } from './enrol.ts';
import { lockWizard, type Wizard } from './wizard.ts';

/**
 * A wizard of the caller's that waits for a card's tap, locked.
 * @throws NotFound, InvalidInput where its third step chose something else, Refused WIZARD_ENDED
 */
export async function lockOwnWizard(ctx: TxCtx, workspaceId: string, wizardId: string): Promise<Wizard> {
  const wizard = await lockWizard(ctx, workspaceId, wizardId);
  if (wizard.status !== 'OPEN') throw new Refused('WIZARD_ENDED', `This wizard is ${wizard.status}; start a new one.`);
  if (activatedByAdmin(wizard.securityKey?.wish)) return wizard;
  const message = 'Choose a contactless card that is activated now in the third step, then tap it.';
  throw new InvalidInput([{ path: ['target', 'wizardId'], code: 'CARD_NOT_CHOSEN', message }]);
}

/** A wizard that waits for a card's tap, locked; null where it is over or chose something else since. */
export async function lockForTap(ctx: TxCtx, workspaceId: string, wizardId: string): Promise<Wizard | null> {
  const [wizard] = await ctx.db
    .select()
    .from(wizards)
    .where(and(eq(wizards.workspaceId, workspaceId), eq(wizards.id, wizardId), eq(wizards.status, 'OPEN'), gt(wizards.expiresAt, ctx.clock.now())))
    .for('update');
  return wizard && activatedByAdmin(wizard.securityKey?.wish) ? wizard : null;
}
