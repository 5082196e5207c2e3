import { fileURLToPath } from 'node:url';
import manifest from './package.json' with { type: 'json' };

export const version: string = manifest.version;

/** The folder that the agent lies in. */
export const programFolder = fileURLToPath(new URL('.', import.meta.url));

/** What the server is told about this PC: the operating system, and what Node says of it. */
export const platform = `${process.platform} ${process.arch}`;
