import type { Asked, Asking } from './load/asking.ts';
import type { Worker } from './load/worker.ts';
import { type Spread, spreadOf } from './measure/statistics.ts';
import type { Kept } from './stage/kept.ts';
import type { Postgres } from './stage/postgres.ts';

/** What a ratio has to be. */
export type Goal = { atLeast: number } | { atMost: number };

/** One line of the table: the product against something else. */
export interface Finding {
  row: string;
  against: string;
  ratio: Spread;
  /** Null where there is none: the number is told all the same. */
  goal: Goal | null;
  /** What the medians were, in their units: the product's, then the other's. */
  seen: string;
}

/** What a row is given to measure with. */
export interface Stage {
  postgres: Postgres;
  kept: Kept;
  loader: Worker<Asking, Asked>;
  quick: boolean;
  /** The people of the organisation that most rows are measured with. */
  people: number;
  rounds: number;
  /** How many seconds each load runs. */
  seconds: number;
  /** How many seconds it runs before that, which are not counted. */
  warmUp: number;
  /** How many requests the warm-up has at least. */
  warmUpRequests: number;
}

/** Some lines of the table, measured together; named on the command line. */
export interface Row {
  name: string;
  title: string;
  measure(stage: Stage): Promise<Finding[]>;
}

/** Compares rounds: each ratio is of two measurements that stand next to each other. */
export function compare(
  of: Pick<Finding, 'row' | 'against' | 'goal'>,
  mine: readonly number[],
  theirs: readonly number[],
  unit: (value: number) => string,
): Finding {
  const ratio = spreadOf(mine.map((value, i) => value / (theirs[i] ?? Number.NaN)));
  return { ...of, ratio, seen: `${unit(spreadOf(mine).median)} against ${unit(spreadOf(theirs).median)}` };
}

/** Whether a goal is met; null where there is none. */
export function isMet({ ratio: { median }, goal }: Finding): boolean | null {
  if (!goal) return null;
  return 'atLeast' in goal ? median >= goal.atLeast : median <= goal.atMost;
}
