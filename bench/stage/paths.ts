import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bench = fileURLToPath(new URL('..', import.meta.url));

/** A path below the bench's folder. */
export const inBench = (...parts: string[]): string => join(bench, ...parts);
