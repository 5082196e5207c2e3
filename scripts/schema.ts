/**
 * Prints the schema from the code into schema.graphql, and the console's typed documents out of it into
 * web/console/src/gql; with --check, fails where a committed file differs.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from '@graphql-codegen/cli';
import { printSchema } from 'graphql';
import { schema } from '../src/schema/index.ts';
import { codegen } from '../web/console/codegen.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const printed = `${printSchema(schema)}\n`;
const documents: { filename: string; content: string }[] = await generate({ ...codegen, schema: printed }, false);
const files = [{ filename: fileURLToPath(new URL('../schema.graphql', import.meta.url)), content: printed }, ...documents];

for (const { filename, content } of files) {
  if ((await readFile(filename, 'utf8').catch(() => '')) === content) continue;
  const name = relative(root, filename);
  if (process.argv.includes('--check')) {
    console.log(`${name} is not what the code says. Print it again (npm run schema) and commit it with the change.`);
    process.exitCode = 1;
  } else {
    await mkdir(dirname(filename), { recursive: true });
    await writeFile(filename, content);
  }
}
