import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, moment, workspaceId } from './columns.ts';
import type { Proximity } from './signIn.ts';

/** What proves that whoever opens a link is the person: the link alone, or the link and a code by another way. */
export type ActivationProof = 'LINK' | 'LINK_AND_CODE';

/** How a reader that types like a keyboard spells a card's number. */
export type CardNumberFormat = 'HEX' | 'HEX_REVERSED' | 'DECIMAL' | 'DECIMAL_REVERSED';

export interface WorkspacePolicies {
  activationProof: ActivationProof;
  /** What readers that type into a page spell; HEX where it was never set. */
  typedCardFormat?: CardNumberFormat;
  /** Whether an administrator sees the link that they have sent; they do not where it was never set. */
  activationLinkVisible?: boolean;
  /** What a sign-in by a phone that has to be near must show at least; CLIENT_CLAIMED where it was never set. */
  minimumProximity?: Proximity;
}

/** An organisation: its name, its policies, and the RP ID that its first credential fixed. */
export const workspaces = pgTable('workspaces', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  policies: jsonb('policies').$type<WorkspacePolicies>().notNull(),
  rpId: text('rp_id'),
  createdAt: moment('created_at').notNull(),
});

export type DataKeyPurpose = 'PIN_PEPPER' | 'SEALED_BOX' | 'LOG' | 'CARD' | 'OIDC' | 'OFFLINE';

/** Random data keys, one a use, wrapped by the server's secret: rotating that rewraps these and nothing else. */
export const dataKeys = pgTable(
  'data_keys',
  {
    workspaceId: workspaceId(),
    purpose: text('purpose').$type<DataKeyPurpose>().notNull(),
    wrapped: bytes('wrapped').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.purpose] })],
);
