import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/**
 * Prints how many bytes of script a page loads, compressed, and fails the build where that is over the limit. What is
 * loaded later counts too, unless `lazy` is false.
 */
export const scriptBudget = ({ page, limit, lazy = true }: { page: string; limit: number; lazy?: boolean }): Plugin => ({
  name: 'latchkey:script-budget',
  apply: 'build',
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
    const entry = chunks.find((chunk) => chunk.isEntry && chunk.facadeModuleId?.endsWith(`/${page}`));
    if (!entry) return this.error(`${page} is no page of this build.`);
    const loaded = new Set<string>();
    const load = (name: string): void => {
      const chunk = chunks.find((chunk) => chunk.fileName === name);
      if (!chunk || loaded.has(name)) return;
      loaded.add(name);
      for (const next of [...chunk.imports, ...(lazy ? chunk.dynamicImports : [])]) load(next);
    };
    load(entry.fileName);
    const bytes = chunks.filter(({ fileName }) => loaded.has(fileName)).reduce((sum, { code }) => sum + gzipSync(code).length, 0);
    const said = `${page} loads ${(bytes / 1000).toFixed(1)} kB of script (gzip), of ${limit / 1000} kB allowed`;
    if (bytes > limit) return this.error(`${said}.`);
    console.log(said);
  },
});
