import { type Finding, type Goal, isMet } from '../row.ts';

export const ratioText = (value: number): string => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

export const goalText = (goal: Goal | null): string => (goal === null ? '' : 'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`);

const verdict = (finding: Finding): string => ({ true: 'met', false: 'MISSED', null: '' })[String(isMet(finding)) as 'true' | 'false' | 'null'];

/** The cells of one line. */
export const cells = (finding: Finding): string[] => {
  const { row, against, ratio: spread, goal, seen } = finding;
  return [row, against, ratioText(spread.median), ratioText(spread.min), ratioText(spread.max), goalText(goal), verdict(finding), seen];
};

export const heads = ['row', 'against', 'ratio', 'min', 'max', 'goal', '', 'seen'];

/** Lines for a terminal. */
export function textTable(findings: readonly Finding[]): string {
  const lines = [heads, ...findings.map(cells)];
  const widths = heads.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One line as JSON, for programs. */
export const jsonLine = (finding: Finding): string => {
  const { row, against, ratio: spread, goal } = finding;
  const rounded = Number(spread.median.toPrecision(3));
  return JSON.stringify({ row, against, ratio: rounded, goal: goalText(goal) || null, met: isMet(finding) });
};
