import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { runChild } from './child.mjs';
import { locked } from './lock.mjs';
import { inRoot, root, vite } from './paths.mjs';

const stamp = inRoot('web', 'dist', '.built');

/** Builds the web pages into web/dist, unless what is there was built from the same sources. @throws Error in one line */
export async function buildWeb(node) {
  const hash = hashSources();
  const isDone = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (isDone()) return;
  await locked('build', async () => {
    if (isDone()) return;
    console.error('Building the web pages…');
    const code = await runChild(node, [vite, 'build', inRoot('web'), '--logLevel', 'warn'], { env: { NODE_ENV: 'production' } });
    if (code !== 0) throw new Error(`building the web pages failed with exit code ${code}.`);
    writeFileSync(stamp, hash);
  });
}

/** One hash over whatever the pages are made of: names and contents. */
function hashSources() {
  const above = ['package-lock.json', 'schema.graphql'].map((name) => inRoot(name));
  const hash = createHash('sha256');
  for (const path of [...above, ...sourcesIn(inRoot('web'))]) {
    const content = readFileSync(path);
    hash.update(`${relative(root, path)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'dist' && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? sourcesIn(path) : [path];
    });
}
