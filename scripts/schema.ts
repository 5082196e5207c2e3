/** Prints the schema from the code into schema.graphql; with --check, fails where the committed file differs. */
import { readFile, writeFile } from 'node:fs/promises';
import { printSchema } from 'graphql';
import { schema } from '../src/schema/index.ts';

const file = new URL('../schema.graphql', import.meta.url);
const printed = `${printSchema(schema)}\n`;
const committed = await readFile(file, 'utf8').catch(() => '');

if (!process.argv.includes('--check')) {
  if (committed !== printed) await writeFile(file, printed);
} else if (committed !== printed) {
  console.log('schema.graphql is not what the code says. Print it again (npm run schema) and commit it with the change.');
  process.exitCode = 1;
}
