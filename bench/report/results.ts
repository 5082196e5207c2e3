import { writeFile } from 'node:fs/promises';
import { type Finding, isMet, type Row } from '../row.ts';
import { inBench } from '../stage/paths.ts';
import { readNotes } from './notes.ts';
import { cells, goalText, heads, ratioText } from './table.ts';

/** What a row came to. */
export interface Measured {
  row: Row;
  findings: Finding[];
  /** Why there are none. */
  failure?: string;
}

/** Writes RESULTS.md: the machine, the table, and what is to be said of each goal that was missed. */
export async function writeResults(measured: readonly Measured[], about: readonly string[]): Promise<void> {
  const notes = await readNotes();
  const missed = measured.filter(({ findings, failure }) => failure !== undefined || findings.some((finding) => isMet(finding) === false));
  const parts = [
    '# Results\n\nWritten by `npm run bench`; what is said of the rows comes from notes.md. Each ratio is the product’s number over the other’s, of',
    'two measurements that stand next to each other in one run; the table has their median, least and greatest.\n',
    `${new Date().toISOString().slice(0, 10)}\n`,
    ...about.map((line) => `- ${line}`),
    '',
    markdownTable(measured.flatMap(({ findings }) => findings)),
    '\n## What was missed\n',
    ...(missed.length === 0 ? ['Nothing.'] : missed.map((each) => told(each, notes.get(each.row.name)))),
    `\n## What is not measured\n\n${notes.get('not measured') ?? ''}\n`,
  ];
  await writeFile(inBench('RESULTS.md'), parts.join('\n'));
}

function told({ row, findings, failure }: Measured, note: string | undefined): string {
  const lines =
    failure === undefined ? findings.filter((finding) => isMet(finding) === false).map(byHowMuch) : [`- It could not be measured: ${failure}`];
  return [`### ${row.name}: ${row.title}\n`, ...lines, `\n${note ?? 'Nothing has been said about it yet.'}\n`].join('\n');
}

const byHowMuch = (finding: Finding): string =>
  `- ${finding.against}: ${ratioText(finding.ratio.median)}, the goal is ${goalText(finding.goal)} (${finding.seen})`;

function markdownTable(findings: readonly Finding[]): string {
  const line = (texts: readonly string[]) => `| ${texts.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...findings.map((finding) => line(cells(finding)))].join('\n');
}
