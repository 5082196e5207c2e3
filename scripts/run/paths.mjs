import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. A path with spaces is fine. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A path below the root. */
export const inRoot = (...parts) => join(root, ...parts);

export const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
export const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js');
export const rolldown = inRoot('node_modules', 'rolldown', 'bin', 'cli.mjs');
export const biome = inRoot('node_modules', '@biomejs', 'biome', 'bin', 'biome');
