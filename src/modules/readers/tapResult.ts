import { z } from 'zod';
import type { CardTechnology } from '../../db/tables/readers.ts';
import type { Ctx } from '../context.ts';
import { NotFound } from '../errors.ts';
import { parse } from '../validation.ts';
import { requireAgent } from './agentActor.ts';
import { runKey } from './claims.ts';
import { findTapJob } from './readAgents.ts';
import type { TapJob } from './tapJobs.ts';

/** A card as a reader's agent tells of it. */
export interface TappedCard {
  /** Hexadecimal digits, in the order of ISO/IEC 14443-3. It is used, and kept nowhere. */
  uid: string;
  atr: string | null;
  technology: CardTechnology;
  fido2Applet: boolean;
}

/** What an agent tells of the tap that it waited for. */
export interface HeardTap {
  tapJobId: string;
  claimKey: string;
  /** Names the result, so that saying it again is harmless. */
  resultKey: string;
  card: TappedCard;
}

// ISO/IEC 7816-3 §8.1: an answer to reset has 33 bytes at most.
const answerToReset = z
  .string()
  .regex(/^([0-9a-f]{2}){1,33}$/i, 'The answer to reset must be 1 to 33 bytes, as hexadecimal digits.')
  .transform((hex) => hex.toLowerCase())
  .nullable();

/** An agent's result, read. The number is judged where the request is ended, as that is its answer. @throws AccessDenied, InvalidInput */
export function parseHeardTap(ctx: Ctx, { card, ...result }: HeardTap): { workspaceId: string; card: TappedCard; result: Omit<HeardTap, 'card'> } {
  const { workspaceId } = requireAgent(ctx);
  const atr = parse(answerToReset, card.atr, ['card', 'atr']);
  const resultKey = parse(runKey('Result key'), result.resultKey, ['resultKey']);
  return { workspaceId, card: { ...card, atr }, result: { ...result, resultKey } };
}

/** The calling agent's request for a tap. @throws AccessDenied, NotFound */
export async function findHeardJob(ctx: Ctx, tapJobId: string): Promise<TapJob> {
  const { workspaceId, agentId } = requireAgent(ctx);
  const job = await findTapJob(ctx.db, workspaceId, tapJobId);
  if (job?.agentId !== agentId) throw new NotFound('request for a tap');
  return job;
}
