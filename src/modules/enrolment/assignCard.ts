import { type Ctx, type TxCtx, tx } from '../context.ts';
import { InvalidInput, Refused } from '../errors.ts';
import { lockKey } from '../keys/keys.ts';
import { actorName } from '../policy/actor.ts';
import { require, requireRankOver } from '../policy/require.ts';
import { insertTapJob, type TapJob } from '../readers/tapJobs.ts';
import { insertEnrolment, lockRunning } from './enrolments.ts';
import { lockOwnWizard } from './wizardTap.ts';

/** What an administrator taps a card for: a wizard of their own, or a key that waits for it. */
export interface AssignTarget {
  wizardId?: string | null | undefined;
  keyId?: string | null | undefined;
}

/**
 * Asks for a tap at a reader: the card is then reserved for the wizard, or the key active at once. A key whose enrolment
 * expired is enrolled anew.
 * @throws NotFound, AccessDenied, InvalidInput, Refused READER_AWAY, WIZARD_ENDED, KEY_STATE, PERSON_SUSPENDED
 */
export async function assignContactlessCard(ctx: Ctx, { target, readerId }: { target: AssignTarget; readerId: string }): Promise<TapJob> {
  const workspaceId = require(ctx, 'tap.request');
  const { wizardId, keyId } = target;
  return tx(ctx, async (ctx) => {
    if (wizardId && !keyId) {
      await lockOwnWizard(ctx, workspaceId, wizardId);
      return insertTapJob(ctx, workspaceId, { readerId, purpose: 'ASSIGN', wizardId });
    }
    if (keyId && !wizardId) {
      await prepareKey(ctx, workspaceId, keyId);
      return insertTapJob(ctx, workspaceId, { readerId, purpose: 'ASSIGN', keyId });
    }
    throw new InvalidInput([{ path: ['target'], code: 'ONE_TARGET', message: 'Name exactly one: a wizard or a key.' }]);
  });
}

async function prepareKey(ctx: TxCtx, workspaceId: string, keyId: string): Promise<void> {
  const { key, user } = await lockKey(ctx, workspaceId, keyId);
  requireRankOver(ctx, user);
  if (key.kind !== 'CONTACTLESS_CARD') throw new Refused('KEY_STATE', 'Only a contactless card is activated by a tap.');
  if (key.cardActivation !== 'ADMIN_NOW') throw new Refused('KEY_STATE', 'The person activates this card, by the link that was mailed.');
  if (key.status !== 'PENDING') throw new Refused('KEY_STATE', `The key is ${key.status}; only a key that is PENDING waits for its card.`);
  if (user.suspendedAt) throw new Refused('PERSON_SUSPENDED', 'The person is suspended, and gets no key meanwhile.');
  const [running] = await lockRunning(ctx, workspaceId, { keyId });
  if (!running) await insertEnrolment(ctx, key, { createdBy: actorName(ctx.actor), proof: 'LINK' });
}
