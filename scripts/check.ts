/** What must hold before anything is committed: one line a step, all steps even when one fails. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const inModules = (...parts: string[]) => join(root, 'node_modules', ...parts);
const tsc = inModules('typescript', 'bin', 'tsc');
const biome = inModules('@biomejs', 'biome', 'bin', 'biome');

interface Step {
  name: string;
  args: string[];
}

const steps: Step[] = [
  { name: 'types', args: [tsc, '--noEmit', '--project', root] },
  { name: 'types of web', args: [tsc, '--noEmit', '--project', join(root, 'web')] },
  { name: 'types of the console', args: [tsc, '--noEmit', '--project', join(root, 'web', 'console')] },
  // Its packages are its own, and come with its first run.
  ...(existsSync(join(root, 'bench', 'node_modules'))
    ? [{ name: 'types of the bench', args: [tsc, '--noEmit', '--project', join(root, 'bench')] }]
    : []),
  { name: 'lint and format', args: [biome, 'check', '--error-on-warnings', '--max-diagnostics=50'] },
  { name: 'arrows', args: ['scripts/arrows.ts'] },
  { name: 'schema and documents', args: ['scripts/schema.ts', '--check'] },
  { name: 'migrations', args: ['scripts/migrations.ts'] },
];

/** The steps that run at the same time: most machines have two cores or more. */
const atOnce = 2;

function runStep({ name, args }: Step): Promise<boolean> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const took = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${took} s)`);
      if (code !== 0) console.log(output.trimEnd().replace(/^/gm, '    '));
      resolve(code === 0);
    });
  });
}

const waiting = [...steps];
const results: boolean[] = [];
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await runStep(step));
  }),
);
process.exitCode = results.every(Boolean) ? 0 : 1;
