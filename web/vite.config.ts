import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { scriptBudget } from './scriptBudget.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const pages = ['activate', 'setup', 'sign-in', 'mailbox', 'demo'];

// Everything is a file of its own: the pages' Content-Security-Policy allows no inline script and no inline style.
export default defineConfig({
  root: here('.'),
  publicDir: false,
  plugins: [preact(), scriptBudget({ page: 'activate.html', limit: 60_000 })],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: Object.fromEntries(pages.map((page) => [page, here(`${page}.html`)])) },
  },
});
