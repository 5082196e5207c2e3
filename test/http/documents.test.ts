import { type DocumentNode, getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DocumentCache } from '../../src/http/documentCache.ts';
import { createGraphQL } from '../../src/http/graphql.ts';
import { parseWithinLimits } from '../../src/http/queryLimits.ts';
import * as myKeys from '../../web/src/my-keys/documents.ts';
import * as shared from '../../web/src/shared/documents.ts';
import * as signIn from '../../web/src/sign-in/documents.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { testDatabase } from '../support/database.ts';
import { makeServer } from '../support/modules.ts';
import { behindProxy } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';

const many = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i)).join(' ');

describe('what is kept of documents', () => {
  const database = testDatabase();
  let cache: DocumentCache;
  let parseAsServed: (text: string) => DocumentNode;
  beforeAll(async () => {
    const server = makeServer((await database).db);
    cache = new DocumentCache();
    const yoga = createGraphQL(server, { operatorToken: new Uint8Array(32), secure: false, trustedProxyHops: 0, metricsToken: null }, cache);
    parseAsServed = (text) => yoga.getEnveloped({ params: { query: text } } as never).parse(text);
    return () => server.hub.stop();
  });
  afterAll(async () => (await database).end());

  test('one that comes again is the same, and is kept once', () => {
    const first = parseAsServed('{ setupOpen }');
    expect(parseAsServed('{ setupOpen }')).toBe(first);
    expect([cache.size, cache.characters]).toEqual([1, 13]);
  });

  test('of 300 short ones the last 100, and the one in use', () => {
    const used = parseAsServed('{ setupOpen }');
    for (let i = 0; i < 300; i += 1) {
      parseAsServed(`{ a${i}: setupOpen }`);
      expect(parseAsServed('{ setupOpen }')).toBe(used);
    }
    expect(cache.size).toBe(100);
    expect(cache.get('{ a299: setupOpen }')).toBeDefined();
    expect(cache.get('{ a200: setupOpen }')).toBeUndefined();
  });

  test('of 150 long ones what has 128,000 characters together', () => {
    for (let i = 0; i < 150; i += 1) {
      parseAsServed(`{ b${i}: setupOpen }${'#\n'.repeat(5_000)}`);
      expect(cache.characters).toBeLessThanOrEqual(128_000);
    }
    expect(cache.size).toBe(12);
  });

  test('nothing of one over 16,000 characters, of one that is refused, and of one that does not parse', () => {
    const before = [cache.size, cache.characters];
    parseAsServed(`{ setupOpen }${'#\n'.repeat(8_000)}`);
    for (const text of [`{ setupOpen }${'#\n'.repeat(48_000)}`, '{ setupOpen', `{ ${many(30, (i) => `a${i}: setupOpen`)} }`]) {
      expect(() => parseAsServed(text)).toThrow();
    }
    expect([cache.size, cache.characters]).toEqual(before);
  });
});

describe('the limits of a document', () => {
  const sizeOf = (text: string): string => {
    try {
      parseWithinLimits(text);
      return 'fits';
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each(Object.entries({ ...shared, ...signIn, ...myKeys }))('the pages’ %s fits', (_, text) => {
    expect(sizeOf(text)).toBe('fits');
  });

  test('the introspection query fits, with all that it can ask for', () => {
    const all = { specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };
    expect(sizeOf(getIntrospectionQuery(all))).toBe('fits');
  });

  const user = (selections: string) => `{ node(id: "x") { ... on User { ${selections} } } }`;
  test.each([
    ['characters', `{ setupOpen }${' '.repeat(31_987)}`, `{ setupOpen }${' '.repeat(31_988)}`, /too long: 32000 characters at most, got 32001/],
    ['tokens', `{ nodes(ids: [${many(991, () => '1')}]) }`, `{ nodes(ids: [${many(992, () => '1')}]) }`, /1000 tokens/],
    ['selections', user(many(199, (i) => `f${i} { id }`)), user(many(200, (i) => `f${i} { id }`)), /too many selections: 400/],
    ['levels', `${'{ a '.repeat(15)}${'}'.repeat(15)}`, `${'{ a '.repeat(16)}${'}'.repeat(16)}`, /too deep: 15/],
    ['repeated fields', user(many(51, () => 'id')), user(many(52, () => 'id')), /repeats too many fields: 50/],
    [
      'repeated fields in fragments',
      `{ node(id: "x") { ${many(51, (i) => `...F${i % 2}`)} } } fragment F0 on User { id name } fragment F1 on User { id name }`,
      `{ node(id: "x") { ${many(52, () => '... on User { id }')} } }`,
      /repeats too many fields/,
    ],
    ['root fields', `{ ${many(20, (i) => `a${i}: setupOpen`)} }`, `{ ${many(21, (i) => `a${i}: setupOpen`)} }`, /root fields: 20 at most, got 21/],
    [
      'root fields in fragments',
      `{ ...F ... { ${many(10, (i) => `b${i}: setupOpen`)} } } fragment F on Query { ${many(10, (i) => `a${i}: setupOpen`)} }`,
      `{ ...F ... { ${many(11, (i) => `b${i}: setupOpen`)} } } fragment F on Query { ${many(10, (i) => `a${i}: setupOpen`)} }`,
      /root fields: 20 at most, got 21/,
    ],
    [
      'aliases in a fragment that nothing spreads',
      '{ setupOpen }',
      `{ setupOpen } fragment F on User { ${many(61, (i) => `a${i}: id`)} }`,
      /aliases/,
    ],
    ['directives', user(many(40, (i) => `f${i} @skip(if: false)`)), user(many(41, (i) => `f${i} @skip(if: false)`)), /too many directives: 40/],
    [
      'directives on a spread, an inline fragment and one field',
      `{ ...F ${'@a '.repeat(13)} ... ${'@b '.repeat(13)} { setupOpen ${'@c '.repeat(14)} } } fragment F on Query { setupOpen }`,
      `{ ...F ${'@a '.repeat(13)} ... ${'@b '.repeat(14)} { setupOpen ${'@c '.repeat(14)} } } fragment F on Query { setupOpen }`,
      /too many directives: 40/,
    ],
  ])('%s', (_, most, tooMuch, refusal) => {
    expect(sizeOf(most)).toBe('fits');
    expect(sizeOf(tooMuch)).toMatch(refusal);
  });

  test('fragments that double are measured without being written out', () => {
    const doubling = many(60, (i) => `fragment F${i} on User { a { ...F${i + 1} } b { ...F${i + 1} } }`);
    expect(sizeOf(`{ ...F0 } ${doubling}`)).toMatch(/too deep|too many selections/);
  });
});

describe('a document that is too large, over HTTP and WebSocket', () => {
  let server: TestServer;
  let owner: ApiClient;
  beforeAll(async () => {
    server = await startServer({ env: behindProxy });
    ({ owner } = await server.owner());
  });
  afterAll(() => server.stop());

  // Each is wrong besides: validated, it would be told of that too.
  const tooLarge = [
    `{ ${many(240, () => 'viewr { id }')} }`,
    `{ node(id: "x") { ... on Usr { ${many(190, () => 'groups { id }')} } } }`,
    `{ ...F } fragment F on Query { ${many(21, (i) => `a${i}: viewr`)} }`,
  ];

  test('is refused before it is validated', async () => {
    for (const query of tooLarge) {
      for (const caller of [server.stranger(), owner]) {
        const { data, errors } = await caller.send(query);
        expect(data).toBeNull();
        expect(errors.map(({ extensions }) => extensions.code)).toEqual(['QUERY_TOO_LARGE']);
      }
      const refused = await server
        .stranger()
        .subscribe(query)
        .next()
        .catch((error) => error);
      expect(refused).toMatchObject([{ extensions: { code: 'QUERY_TOO_LARGE' } }]);
    }
  });

  test('is still told where an error of another is', async () => {
    const [error] = (await server.stranger().send('{\n  viewr { id }\n}')).errors;
    expect(error).toMatchObject({ locations: [{ line: 2, column: 3 }], extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
  });

  test('introspection answers whoever is signed in', async () => {
    const { __schema } = await owner.ask(getIntrospectionQuery());
    expect(__schema.queryType.name).toBe('Query');
  });
});
