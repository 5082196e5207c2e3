import { setTimeout as delay } from 'node:timers/promises';
import type { Statement, StatementLog } from './statementLog.ts';

/** What a step of a flow asks of the database: single statements, and those of one transaction. */
export type RecordedStep = Pick<Statement, 'text' | 'values'>[][];

/** A flow's steps, by the name of the mutation. */
export type Recording = Record<string, RecordedStep>;

/** What a server does beside: it numbers and tells the log, sends mail, and looks after the time. */
const aside = /pg_advisory_xact_lock|skip locked|^update "mail_outbox" set "status"/;

/** Records one step. */
export async function recordStep(log: StatementLog, work: () => Promise<unknown>): Promise<RecordedStep> {
  const sent = await log.during(async () => {
    await work();
    // Written once it is done.
    await delay(50);
  });
  return unitsOf(sent).filter((unit) => !unit.some(({ text }) => aside.test(text)));
}

/** Puts together what one connection sent from a begin to its end; all else stands alone. */
function unitsOf(sent: readonly Statement[]): RecordedStep {
  const units: RecordedStep = [];
  const open = new Map<string, RecordedStep[number]>();
  for (const { connection, text, values } of sent) {
    const unit = open.get(connection);
    if (/^begin\b/i.test(text)) {
      const begun: RecordedStep[number] = [];
      open.set(connection, begun);
      units.push(begun);
    } else if (/^(commit|rollback)\b/i.test(text)) open.delete(connection);
    else if (unit) unit.push({ text, values });
    else units.push([{ text, values }]);
  }
  return units;
}
