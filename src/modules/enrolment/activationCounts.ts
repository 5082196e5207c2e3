import { and, count, eq, gte, sql } from 'drizzle-orm';
import { z } from 'zod';
import { enrolments } from '../../db/tables/enrolment.ts';
import type { Ctx } from '../context.ts';
import { require } from '../policy/require.ts';
import { parse } from '../validation.ts';

const mostSpans = 100;
const day = 24 * 3_600_000;

// Whoever asks says where a day begins: they know their own time zone, and the night that has 23 hours.
const spanStarts = z
  // Nothing was activated before; PostgreSQL and JavaScript disagree about the first years of the calendar.
  .array(z.date().min(new Date('2000-01-01T00:00:00Z'), 'Give moments from the year 2000 on.'))
  .min(1, 'Give 1 to 100 moments.')
  .max(mostSpans, 'Give 1 to 100 moments.')
  .refine((moments) => moments.every((moment, i) => i === 0 || moment > (moments[i - 1] as Date)), 'Give the moments in their order, each once.');

/**
 * How many keys were activated from each moment to the next, and from the last one on.
 * @throws AccessDenied, InvalidInput
 */
export async function activationCounts(ctx: Ctx, from: readonly Date[]): Promise<number[]> {
  const workspaceId = require(ctx, 'enrolment.read');
  const moments = parse(spanStarts, from, ['from']);
  const first = moments[0] as Date;
  const texts = sql.join(
    moments.map((moment) => sql`${moment.toISOString()}::timestamptz`),
    sql`, `,
  );
  const span = sql<number>`width_bucket(${enrolments.endedAt}, array[${texts}])`;
  const rows = await ctx.db
    .select({ span, count: count() })
    .from(enrolments)
    .where(
      and(
        eq(enrolments.workspaceId, workspaceId),
        eq(enrolments.status, 'ACTIVATED'),
        gte(enrolments.endedAt, first),
        // An activation ends while its link lives, or minutes later: this leaves the years before out by the index.
        gte(enrolments.expiresAt, new Date(first.getTime() - day)),
      ),
    )
    .groupBy(sql`1`);
  const counts = moments.map(() => 0);
  for (const row of rows) counts[row.span - 1] = row.count;
  return counts;
}
