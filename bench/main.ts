/** `npm run bench`: the product against its peers, side by side, as ratios. bench/README.md says what it takes. */
import { parseArgs } from 'node:util';
import type { Asked, Asking } from './load/asking.ts';
import { startWorker } from './load/worker.ts';
import { machine } from './report/machine.ts';
import { type Measured, writeResults } from './report/results.ts';
import { jsonLine, textTable } from './report/table.ts';
import type { Stage } from './row.ts';
import { rows } from './rows.ts';
import { Kept } from './stage/kept.ts';
import { startPostgres } from './stage/postgres.ts';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, row: { type: 'string', multiple: true } },
});
const unknown = values.row?.filter((name) => !rows.some((row) => row.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(`There is no row ${unknown.join(', ')}: expected some of ${rows.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

const pace = values.quick
  ? { rounds: 3, seconds: 0.6, warmUp: 0.8, warmUpRequests: 600 }
  : { rounds: 7, seconds: 3, warmUp: 4, warmUpRequests: 2_000 };
await using postgres = await startPostgres();
await using loader = startWorker<Asking, Asked>('http');
await using kept = new Kept();
const stage: Stage = { postgres, loader, kept, quick: values.quick, people: 100_000, ...pace };
const about = await machine(postgres.version);
const measured: Measured[] = [];
for (const row of rows) {
  if (values.row && !values.row.includes(row.name)) continue;
  console.error(`${row.name}: ${row.title}`);
  try {
    const findings = await row.measure(stage);
    measured.push({ row, findings });
    console.log(values.json ? findings.map(jsonLine).join('\n') : `${textTable(findings)}\n`);
  } catch (error) {
    // The other rows are worth having all the same.
    measured.push({ row, findings: [], failure: (error as Error).message });
    console.error(`${row.name} could not be measured:`, error);
    process.exitCode = 1;
  }
}
// A part, or a short look, is no result to keep.
if (!values.row && !values.quick) await writeResults(measured, about);
