import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { scriptBudget } from '../scriptBudget.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(readFileSync(here('../../package.json'), 'utf8')) as { version: string };

// Everything is a file of its own: the Content-Security-Policy allows no inline script.
export default defineConfig({
  root: here('.'),
  base: '/console/',
  publicDir: false,
  define: { __LATCHKEY_VERSION__: JSON.stringify(version) },
  oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
  plugins: [scriptBudget({ page: 'index.html', limit: 250_000, lazy: false })],
  build: {
    outDir: here('../dist/console'),
    emptyOutDir: true,
    target: 'es2022',
    // The first that know light-dark(), by which the styles say both colours at once.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The budget above counts what matters: the compressed first load.
    chunkSizeWarningLimit: 1_000,
    // Marks of React's server components, in nearly every file of the packages; there is no such server here.
    rolldownOptions: { onLog: (level, log, tell) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && tell(level, log) },
  },
});
