import { index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { moment, workspaceId } from './columns.ts';

export type ChallengePurpose = 'REGISTER' | 'CHECK' | 'SIGN_IN' | 'READER_AGENT';

/** WebAuthn challenges: single-use, bound to one owner: an activation session, or anybody who signs in. */
export const challenges = pgTable(
  'challenges',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    /** base64url of 32 random bytes. */
    challenge: text('challenge').notNull(),
    purpose: text('purpose').$type<ChallengePurpose>().notNull(),
    owner: text('owner').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('challenges_challenge_key').on(t.workspaceId, t.challenge),
    index('challenges_by_expiry').on(t.workspaceId, t.expiresAt),
  ],
);
