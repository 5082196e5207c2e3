import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { memoryFolder } from './test/support/memoryFolder.ts';
import { SlowestFirst } from './test/support/slowestFirst.ts';

const graphql = fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url));
// Handed on to the workers, and by them to the programs that tests start.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('tmp/compiled', import.meta.url));
// For the tests, the programs that they start, and their browsers.
const memory = memoryFolder();
if (memory) process.env.TMPDIR = memory;
const report = `tmp/${process.env.TEST_REPORT ?? 'vitest'}.json`;

export default defineConfig({
  // graphql comes as CommonJS and as a module: with both loaded, a schema made by one is unknown to the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/globalSetup.ts'],
    setupFiles: ['test/support/setup.ts'],
    pool: 'forks',
    // With more room for what is short-lived, it is collected less often: a tenth of the workers’ time.
    execArgv: ['--import', new URL('scripts/run/resolveOnce.mjs', import.meta.url).href, '--max-semi-space-size=64'],
    // One more than the cores that CI has: programs, browsers and databases are waited for.
    maxWorkers: 3,
    sequence: { sequencer: SlowestFirst },
    // A file loads what the ones before it in its worker have loaded already; none changes a module that others use.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Browsers, PC/SC and killed processes on a busy machine: what passes only the second time is marked in the report.
    retry: process.env.CI ? 1 : 0,
    reporters: process.env.CI ? ['default', 'json'] : ['default'],
    outputFile: { json: report },
  },
});
