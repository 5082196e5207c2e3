import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { runChild } from './child.mjs';
import { locked } from './lock.mjs';
import { inRoot, rolldown, vite } from './paths.mjs';
import { hashOf } from './sources.mjs';

const stamp = inRoot('web', 'dist', '.built');
const agentStamp = inRoot('agent', 'dist', '.built');
const agentFile = inRoot('agent', 'dist', 'latchkey-agent.mjs');

/** Builds the web pages into web/dist, unless what is there was built from the same sources. @throws Error in one line */
export async function buildWeb(node) {
  const hash = hashOf([inRoot('package-lock.json'), inRoot('schema.graphql')], [inRoot('web')]);
  const isDone = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (isDone()) return;
  await locked('build', async () => {
    if (isDone()) return;
    console.error('Building the web pages…');
    // The people's pages, then the console into a folder below theirs.
    for (const folder of [inRoot('web'), inRoot('web', 'console')]) {
      const code = await runChild(node, [vite, 'build', folder, '--logLevel', 'warn'], { env: { NODE_ENV: 'production' } });
      if (code !== 0) throw new Error(`building the web pages failed with exit code ${code}.`);
    }
    writeFileSync(stamp, hash);
  });
}

/**
 * Builds the reader agent into one file, which servers give out, and says beside it what it is: it runs on Node 20, and
 * holds every package but the one that is compiled. Unless what is there was built from the same sources.
 * @throws Error in one line
 */
export async function buildAgent(node) {
  const hash = hashOf([inRoot('package-lock.json')], [inRoot('agent')]);
  const isDone = () => existsSync(agentStamp) && readFileSync(agentStamp, 'utf8') === hash;
  if (isDone()) return;
  await locked('build-agent', async () => {
    if (isDone()) return;
    const into = [
      '--no-codeSplitting',
      '--file',
      agentFile,
      '--format',
      'esm',
      '--platform',
      'node',
      '--transform.target',
      'node20',
      '--banner',
      '#!/usr/bin/env node',
    ];
    const code = await runChild(node, [rolldown, inRoot('agent', 'main.ts'), ...into, '--log-level', 'warn'], { silent: true });
    if (code !== 0) throw new Error(`building the reader agent failed with exit code ${code}.`);
    const bytes = readFileSync(agentFile);
    const { version } = JSON.parse(readFileSync(inRoot('agent', 'package.json'), 'utf8'));
    const about = { version, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
    writeFileSync(inRoot('agent', 'dist', 'latchkey-agent.json'), `${JSON.stringify(about)}\n`);
    writeFileSync(agentStamp, hash);
  });
}
