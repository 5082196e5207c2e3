import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const inRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const built = inRoot('tmp/programs');
const stamp = inRoot('tmp/programs/.built');

/** The server and the demo in one file each, which start in a quarter of the time. `buildPrograms()` has made them. */
export const builtServer = inRoot('tmp/programs/server.mjs');
export const builtDemo = inRoot('tmp/programs/demo.mjs');

type Scripts = {
  hashOf(files: string[], folders: string[]): string;
  locked(name: string, work: () => Promise<void>): Promise<void>;
};

/**
 * Builds the programs that tests start many times, unless what is there was built from the same sources. They do what
 * src/main.ts and demo/start.ts do, which are started as they stand where the start itself is tested (test/process).
 */
export async function buildPrograms(): Promise<void> {
  const scripts = ['sources', 'lock'].map((name) => import(pathToFileURL(inRoot(`scripts/run/${name}.mjs`)).href));
  const { hashOf, locked }: Scripts = Object.assign({}, ...(await Promise.all(scripts)));
  const hash = hashOf([inRoot('package-lock.json'), fileURLToPath(import.meta.url)], ['src', 'demo', 'agent'].map(inRoot));
  const isDone = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (isDone()) return;
  await locked('build-programs', async () => {
    if (isDone()) return;
    const { rolldown } = await import('rolldown');
    const build = await rolldown({
      cwd: inRoot('.'),
      input: { server: 'src/main.ts', demo: 'demo/start.ts' },
      platform: 'node',
      // What is compiled for the machine, and the driver, whose errors are known by where they were thrown, stay where they are.
      external: [/^@node-rs\//, /^postgres$/],
      plugins: [whereItWas],
      onLog: () => {},
    });
    await build.write({ dir: built, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs', cleanDir: true });
    await build.close();
    writeFileSync(stamp, hash);
  });
}

/** Files that are found beside a module, such as the migrations, are looked for where the module is in the repository. */
const whereItWas = {
  name: 'where-it-was',
  transform: (code: string, id: string) =>
    id.includes('node_modules') || !code.includes('import.meta.url')
      ? null
      : { code: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)), map: null },
};
