import { and, eq } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { anyOf } from '../../db/prepared.ts';
import { cards } from '../../db/tables/cards.ts';
import type { Card } from './cards.ts';

/** The card of each of these keys, also of a key that was revoked, in one statement. */
export async function cardsByKeyIds(db: Db, workspaceId: string, keyIds: readonly string[]): Promise<Map<string, Card>> {
  const rows = await db
    .select()
    .from(cards)
    .where(and(eq(cards.workspaceId, workspaceId), anyOf(cards.keyId, keyIds)));
  return new Map(rows.map((card) => [card.keyId ?? '', card]));
}

/** The card that each of these wizards has reserved, in one statement. */
export async function cardsByWizardIds(db: Db, workspaceId: string, wizardIds: readonly string[]): Promise<Map<string, Card>> {
  const rows = await db
    .select()
    .from(cards)
    .where(and(eq(cards.workspaceId, workspaceId), anyOf(cards.wizardId, wizardIds)));
  return new Map(rows.map((card) => [card.wizardId ?? '', card]));
}
