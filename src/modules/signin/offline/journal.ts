import { createHash } from 'node:crypto';
import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { compactVerify, errors, importJWK } from 'jose';
import { z } from 'zod';
import { events } from '../../../db/tables/events.ts';
import { securityKeys } from '../../../db/tables/keys.ts';
import { offlineAgents, offlineGrants } from '../../../db/tables/offline.ts';
import { type Ctx, type TxCtx, tx } from '../../context.ts';
import { Refused } from '../../errors.ts';
import type { EventType } from '../../events/catalogue.ts';
import { toLoggedEvent } from '../../events/read.ts';
import { theKey } from '../../keys/keys.ts';
import { isAuditable } from '../../keys/signsIn.ts';
import { requireAgent } from '../../readers/agentActor.ts';
import { findStandingAgent, type ReaderAgent } from '../../readers/agents.ts';
import { parse } from '../../validation.ts';
import { lockOfflineAgent, type OfflineAgent, theOfflineAgent } from './agents.ts';
import { theGrant } from './grants.ts';

const atOnce = 100;

const upload = z.object({
  entries: z.array(z.string().max(4_000, 'An entry is at most 4000 characters.')).max(atOnce, `At most ${atOnce} entries are told at once.`),
  head: z.number().int().min(0),
  damaged: z.boolean(),
});

/** What stood between an agent's PC and the person, for the log. */
export const offlineRefusals = ['CODE_WRONG', 'GRANT_EXPIRED', 'CLOCK_WENT_BACK'] as const;

const entryShape = z.object({
  iss: z.string(),
  iat: z.number().int().min(0).max(8_640_000_000_000),
  sub: z.string().max(100),
  keyId: z.string().max(100),
  number: z.number().int().min(1),
  previous: z.string().max(100),
  refusal: z.enum(offlineRefusals).nullable(),
});

type Entry = z.output<typeof entryShape> & { hash: string };

/**
 * Takes what an agent wrote down of sign-ins at its PC while it had no network: each entry once, however often it comes,
 * and in order. A journal that was cut or changed ends offline sign-in at that PC.
 * @returns the number of the last entry that was taken
 * @throws AccessDenied, InvalidInput, RateLimited, Refused OFFLINE_JOURNAL_BROKEN
 */
export async function uploadOfflineJournal(ctx: Ctx, input: { entries: readonly string[]; head: number; damaged: boolean }): Promise<number> {
  const { workspaceId, agentId } = requireAgent(ctx);
  const { entries, head, damaged } = parse(upload, input);
  // The log keeps them for good. An agent that has nothing to tell says so as often as it likes.
  if (entries.length > 0) await ctx.limits.take('offlineJournal', agentId);
  const agent = await findStandingAgent(ctx.db, workspaceId, agentId);
  const read = agent && !damaged ? await Promise.all(entries.map((text) => readEntry(agent, text))) : null;
  const taken = await tx(ctx, async (ctx) => {
    const known = await lockOfflineAgent(ctx, workspaceId, agentId);
    if (known.journalBrokenAt) return null;
    // One that was set back to an earlier day ends before what came of it already.
    const next = read && head >= known.journalNumber ? following(known, read) : null;
    if (!next) {
      await breakJournal(ctx, known);
      return null;
    }
    for (const entry of next) await tell(ctx, known, entry);
    const last = next.at(-1);
    if (!last) return known.journalNumber;
    await ctx.db.update(offlineAgents).set({ journalNumber: last.number, journalHash: last.hash }).where(theOfflineAgent(workspaceId, agentId));
    return last.number;
  });
  if (taken === null) {
    throw new Refused('OFFLINE_JOURNAL_BROKEN', 'This PC’s journal of offline sign-ins was cut or changed: pair the agent anew for offline sign-in.');
  }
  return taken;
}

/** An entry that the agent signed; null where it did not, or where it says something else. */
async function readEntry(agent: ReaderAgent, text: string): Promise<Entry | null> {
  try {
    const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(agent.publicKey).toString('base64url') }, 'EdDSA');
    const { payload, protectedHeader } = await compactVerify(text, key, { algorithms: ['EdDSA'] });
    if (protectedHeader.typ !== 'latchkey-offline-entry+jwt') return null;
    const entry = entryShape.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
    return entry.iss === agent.id ? { ...entry, hash: createHash('sha256').update(text).digest('base64url') } : null;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The entries that are new; null where one is missing, changed, or another than was taken before. */
function following({ journalNumber, journalHash }: OfflineAgent, entries: readonly (Entry | null)[]): Entry[] | null {
  const next: Entry[] = [];
  let last = { number: journalNumber, hash: journalHash };
  for (const entry of entries) {
    if (!entry) return null;
    if (entry.number < journalNumber) continue;
    if (entry.number === journalNumber) {
      if (entry.hash !== journalHash) return null;
      continue;
    }
    if (entry.number !== last.number + 1 || entry.previous !== last.hash) return null;
    next.push(entry);
    last = entry;
  }
  return next;
}

/** Puts an entry into the log, and when the key was used to the key. An agent speaks of keys alone that were granted to it: of others nothing is told. */
async function tell(ctx: TxCtx, agent: OfflineAgent, entry: Entry): Promise<void> {
  const { workspaceId, agentId } = agent;
  const { sub, keyId, number, iat, refusal } = entry;
  const [key] = await ctx.db
    .select({ smartphone: securityKeys.smartphone, granted: offlineGrants.keyId })
    .from(securityKeys)
    .leftJoin(offlineGrants, theGrant(workspaceId, agentId, keyId))
    .where(and(theKey(workspaceId, keyId), eq(securityKeys.userId, sub)));
  if (key && !isAuditable(key)) return;
  if (!key?.granted && !(await wasGranted(ctx, agent, entry))) return;
  const about = { userId: sub, keyId };
  // A PC’s clock may be ahead, or made to be: what is yet to come would stay the last use for good.
  const occurredAt = new Date(Math.min(iat * 1_000, ctx.clock.now().getTime()));
  const payload = { agentId, number, occurredAt: occurredAt.toISOString() };
  if (refusal) ctx.emit(workspaceId, { type: 'offline.refused', ...about, payload: { ...payload, reason: refusal } });
  else ctx.emit(workspaceId, { type: 'offline.signed_in', ...about, payload });
  if (refusal) return;
  await ctx.db
    .update(securityKeys)
    .set({ lastUsedAt: occurredAt })
    .where(and(theKey(workspaceId, keyId), or(isNull(securityKeys.lastUsedAt), lt(securityKeys.lastUsedAt, occurredAt))));
}

/** Whether the log tells of a grant that went since, as with a person who was deleted. */
async function wasGranted(ctx: TxCtx, { workspaceId, agentId }: OfflineAgent, { sub, keyId }: Entry): Promise<boolean> {
  const granted = await ctx.db
    .select()
    .from(events)
    .where(
      and(
        eq(events.workspaceId, workspaceId),
        eq(events.type, 'offline.granted' satisfies EventType),
        eq(events.userId, sub),
        eq(events.keyId, keyId),
      ),
    );
  return granted.map(toLoggedEvent).some(({ payload }) => payload.agentId === agentId);
}

/** From now on nothing is granted there, and what was ends. */
async function breakJournal(ctx: TxCtx, { workspaceId, agentId, journalNumber: number }: OfflineAgent): Promise<void> {
  await ctx.db.update(offlineAgents).set({ journalBrokenAt: ctx.clock.now() }).where(theOfflineAgent(workspaceId, agentId));
  ctx.emit(workspaceId, { type: 'offline.journal_broken', payload: { agentId, number } });
}
