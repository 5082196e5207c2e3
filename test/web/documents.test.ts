import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import * as myKeys from '../../web/src/my-keys/documents.ts';
import * as documents from '../../web/src/shared/documents.ts';
import * as signIn from '../../web/src/sign-in/documents.ts';

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));

test.each(Object.entries({ ...documents, ...signIn, ...myKeys }))('the pages’ document %s fits the public schema', (_, text) => {
  expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
});
