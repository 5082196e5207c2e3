import { and, eq, exists, gt, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { users } from '../../db/tables/directory.ts';
import { enrolments } from '../../db/tables/enrolment.ts';
import { pairingCodes, type ReaderAgentKind, readerAgents } from '../../db/tables/readers.ts';
import { workspaces } from '../../db/tables/workspaces.ts';
import { newId } from '../../lib/ids.ts';
import { newCode, sameSecret } from '../../lib/secrets.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { Refused } from '../errors.ts';
import { actorName } from '../policy/actor.ts';
import { require } from '../policy/require.ts';
import { line, optionalLine, parse } from '../validation.ts';
import { agentName, type ReaderAgent, revokeAgentsOf } from './agents.ts';
import { codeHash, normalCode } from './codes.ts';

type PairingCode = typeof pairingCodes.$inferSelect;

const life = 10 * 60_000;
const handleLength = 4;
const codeLength = 8;
const triesAllowed = 5;
/** How many beginnings are tried until one is free. */
const drawsAllowed = 20;

/** A code to pair one agent with, to be passed on. */
export interface NewPairingCode {
  /** Reads `ABCD-EFGH`. */
  code: string;
  expiresAt: Date;
}

/** Makes a code that pairs one agent for everybody at its PC. @throws InvalidInput, AccessDenied */
export async function createPairingCode(ctx: Ctx, name: string | null): Promise<NewPairingCode> {
  const workspaceId = require(ctx, 'reader.manage');
  const named = parse(agentName.nullable(), name?.trim() || null, ['name']);
  return tx(ctx, (ctx) => newPairingCode(ctx, workspaceId, { kind: 'SHARED', agentName: named, userId: null, enrolmentId: null }));
}

/**
 * Makes a code; a person's own takes the place of the one that their enrolment had before. Part of a greater transaction;
 * the caller has checked the right.
 * @throws Refused TRY_AGAIN where no code is free
 */
export async function newPairingCode(
  ctx: TxCtx,
  workspaceId: string,
  agent: { kind: ReaderAgentKind; agentName: string | null; userId: string | null; enrolmentId: string | null },
): Promise<NewPairingCode> {
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + life);
  if (agent.userId) await holdPerson(ctx, workspaceId, agent.userId);
  if (agent.enrolmentId) {
    await ctx.db
      .delete(pairingCodes)
      .where(and(eq(pairingCodes.workspaceId, workspaceId), eq(pairingCodes.enrolmentId, agent.enrolmentId), isNull(pairingCodes.usedAt)));
  }
  for (let draw = 0; draw < drawsAllowed; draw += 1) {
    const code = newCode(codeLength);
    const made = await ctx.db
      .insert(pairingCodes)
      .values({
        workspaceId,
        id: newId('pairingCode'),
        ...agent,
        handle: code.slice(0, handleLength),
        codeHash: codeHash(code),
        createdBy: actorName(ctx.actor),
        createdAt: now,
        expiresAt,
      })
      // Another code may begin the same way, and a handle tells one code.
      .onConflictDoNothing({ target: pairingCodes.handle })
      .returning({ id: pairingCodes.id });
    if (made.length === 0) continue;
    const { kind, userId, enrolmentId } = agent;
    const about = { ...(userId ? { userId } : {}), ...(enrolmentId ? { enrolmentId } : {}) };
    ctx.emit(workspaceId, { type: 'pairing_code.created', ...about, payload: { kind } });
    return { code: `${code.slice(0, handleLength)}-${code.slice(handleLength)}`, expiresAt };
  }
  throw new Refused('TRY_AGAIN', 'Too many pairing codes are waiting to be used. Try again in some minutes.');
}

const pairingInput = z.object({
  code: z.string(),
  publicKey: z
    .string()
    .transform((text) => new Uint8Array(/^[\w-]{43}$/.test(text) ? Buffer.from(text, 'base64url') : []))
    .refine((key) => key.length === 32, 'The public key must be the 32 bytes of an Ed25519 key (RFC 8032), as base64url.'),
  name: optionalLine('Agent name', { max: 100 }),
  platform: line('Platform', { max: 100 }),
  version: line('Version', { max: 50 }),
});

/**
 * Pairs an agent by a code, which is spent by it. Whatever is wrong with the code, the answer is the same.
 * @throws InvalidInput, RateLimited, Refused PAIRING_CODE_WRONG
 */
export async function pairReaderAgent(
  ctx: Ctx,
  input: { code: string; publicKey: string; name?: string | null | undefined; platform: string; version: string },
): Promise<{ agent: ReaderAgent; organisation: string }> {
  const { code: typed, ...told } = parse(pairingInput, input);
  await ctx.limits.take('pairing', ctx.origin.address);
  const code = await rightCode(ctx, normalCode(typed));
  const { workspaceId, kind, userId, enrolmentId, createdBy } = code;
  const agentId = newId('readerAgent');
  const agent = await tx({ ...ctx, actor: { type: 'agent', workspaceId, agentId } }, async (ctx) => {
    if (userId) await holdPerson(ctx, workspaceId, userId);
    await spend(ctx, code);
    // A person has one reader of their own for a link: the newest.
    if (enrolmentId) await revokeAgentsOf(ctx, workspaceId, { enrolmentId });
    const now = ctx.clock.now();
    const { publicKey, platform, version } = told;
    const name = code.agentName ?? told.name ?? 'Reader agent';
    const [paired] = await ctx.db
      .insert(readerAgents)
      .values({ workspaceId, id: agentId, name, kind, publicKey, userId, enrolmentId, platform, version, createdBy, createdAt: now, lastSeenAt: now })
      .returning();
    const about = { ...(userId ? { userId } : {}), ...(enrolmentId ? { enrolmentId } : {}) };
    ctx.emit(workspaceId, { type: 'reader_agent.paired', ...about, payload: { agentId, kind } });
    return paired as ReaderAgent;
  });
  const [workspace] = await ctx.db.select({ name: workspaces.name }).from(workspaces).where(eq(workspaces.id, workspaceId));
  return { agent, organisation: workspace?.name ?? '' };
}

const wrong = () => new Refused('PAIRING_CODE_WRONG', 'That is no pairing code, or it is over: it works once, for 10 minutes. Ask for a new one.');

/** The code that was typed. Its first half finds it; tries at the second are counted, before it is compared. */
async function rightCode(ctx: Ctx, typed: string): Promise<PairingCode> {
  const [counted] = await ctx.db
    .update(pairingCodes)
    .set({ tries: sql`${pairingCodes.tries} + 1` })
    .where(and(eq(pairingCodes.handle, typed.slice(0, handleLength)), lt(pairingCodes.tries, triesAllowed), usable(ctx)))
    .returning();
  if (!counted || !sameSecret(counted.codeHash, codeHash(typed))) throw wrong();
  return counted;
}

/** Locks the person first, so that who ends their codes and agents meanwhile takes turns with this. */
async function holdPerson(ctx: TxCtx, workspaceId: string, userId: string): Promise<void> {
  await ctx.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.workspaceId, workspaceId), eq(users.id, userId)))
    .for('key share');
}

/** Of two agents that bring the same code at once, one gets through. */
async function spend(ctx: TxCtx, { workspaceId, id }: PairingCode): Promise<void> {
  const spent = await ctx.db
    .update(pairingCodes)
    .set({ usedAt: ctx.clock.now() })
    .where(and(eq(pairingCodes.workspaceId, workspaceId), eq(pairingCodes.id, id), usable(ctx)))
    .returning({ id: pairingCodes.id });
  if (spent.length === 0) throw wrong();
}

/** A code works once and for ten minutes; a person's own no longer than their link's enrolment stands. */
const usable = ({ db, clock }: Pick<Ctx, 'db' | 'clock'>): SQL | undefined =>
  and(
    isNull(pairingCodes.usedAt),
    gt(pairingCodes.expiresAt, clock.now()),
    or(
      isNull(pairingCodes.enrolmentId),
      exists(
        db
          .select({ one: sql`1` })
          .from(enrolments)
          .where(
            and(
              eq(enrolments.workspaceId, pairingCodes.workspaceId),
              eq(enrolments.id, pairingCodes.enrolmentId),
              inArray(enrolments.status, ['OPENED', 'ACTIVATED']),
            ),
          ),
      ),
    ),
  );
