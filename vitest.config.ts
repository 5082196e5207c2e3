import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const graphql = fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url));
const report = `tmp/${process.env.TEST_REPORT ?? 'vitest'}.json`;

export default defineConfig({
  // graphql comes as CommonJS and as a module: with both loaded, a schema made by one is unknown to the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/globalSetup.ts'],
    setupFiles: ['test/support/setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
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
