import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { offlineFiles } from './offlineFiles.ts';
import { scriptBudget } from './scriptBudget.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const pages = ['activate', 'setup', 'sign-in', 'my-keys', 'mailbox', 'demo', 'offline'];
/** A script of its own that browsers ask for by this name, again and again. */
const worker = 'offline-worker';

// Everything is a file of its own: the pages' Content-Security-Policy allows no inline script and no inline style.
export default defineConfig({
  root: here('.'),
  publicDir: false,
  plugins: [preact(), scriptBudget({ page: 'activate.html', limit: 60_000 }), offlineFiles({ page: 'offline.html' })],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { ...Object.fromEntries(pages.map((page) => [page, here(`${page}.html`)])), [worker]: here('src/offline/worker.ts') },
      output: { entryFileNames: ({ name }) => (name === worker ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
});
