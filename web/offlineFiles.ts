import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const worker = 'offline-worker.js';

/**
 * Tells the service worker which files the page `/offline` consists of: they hold a hash in their names, so the build alone
 * knows them. Another page, and the worker is another one, which the browsers take up.
 */
export const offlineFiles = ({ page }: { page: string }): Plugin => ({
  name: 'latchkey:offline-files',
  apply: 'build',
  enforce: 'post',
  generateBundle(_, bundle) {
    const html = bundle[page];
    const script = bundle[worker];
    if (html?.type !== 'asset' || script?.type !== 'chunk') return this.error(`${page} or ${worker} is not in this build.`);
    const files = new Set<string>();
    const add = (name: string): void => {
      const file = bundle[name];
      if (!file || files.has(name)) return;
      files.add(name);
      if (file.type !== 'chunk') return;
      for (const next of [...file.imports, ...file.dynamicImports]) add(next);
      for (const asset of [...(file.viteMetadata?.importedCss ?? []), ...(file.viteMetadata?.importedAssets ?? [])]) add(asset);
    };
    const text = String(html.source);
    for (const [, path = ''] of text.matchAll(/(?:src|href)="\/([^"]+)"/g)) add(path);
    const addresses = [`/${page.replace(/\.html$/, '')}`, ...Array.from(files, (name) => `/${name}`)].sort();
    const version = createHash('sha256').update(text).digest('hex').slice(0, 16);
    script.code = script.code.replace(/\bOFFLINE_FILES\b/g, JSON.stringify(addresses)).replace(/\bOFFLINE_VERSION\b/g, JSON.stringify(version));
  },
});
