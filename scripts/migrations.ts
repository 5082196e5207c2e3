/** Fails where the tables in src/db/tables have changed and no migration in migrations/ says so. Touches neither. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tmp = join(root, 'tmp');
mkdirSync(tmp, { recursive: true });
const copy = mkdtempSync(join(tmp, 'migrations-'));

try {
  cpSync(join(root, 'migrations'), copy, { recursive: true });
  const before = new Set(readdirSync(copy));
  const drizzle = join(root, 'node_modules', 'drizzle-kit', 'bin.cjs');
  // A path from the root: drizzle-kit puts ./ before what it is given.
  const args = ['generate', '--dialect', 'postgresql', '--schema', './src/db/tables/*.ts', '--out', relative(root, copy)];
  const run = spawnSync(process.execPath, [drizzle, ...args], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const added = readdirSync(copy).filter((name) => name.endsWith('.sql') && !before.has(name));
  const said = `${run.stdout}${run.stderr}`;
  for (const name of added) console.log(readFileSync(join(copy, name), 'utf8').trim());
  if (added.length > 0) {
    console.log('The tables have changed (above): write the migration with `npx drizzle-kit generate --name <what>` and commit it.');
    process.exitCode = 1;
  } else if (!said.includes('No schema changes')) {
    // Without a terminal drizzle-kit cannot ask whether a column was renamed, and ends with exit code 0.
    console.log(said.trim());
    console.log('drizzle-kit could not compare the tables with migrations/: run `npx drizzle-kit generate --name <what>` and answer it.');
    process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
