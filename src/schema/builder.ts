import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import { GraphQLError } from 'graphql';
import { AccessDenied, DomainError, InvalidInput, NotFound, RateLimited } from '../modules/errors.ts';
import { longestPage, type PageArgs, usualPage } from '../modules/paging.ts';
import type { SchemaContext } from './context.ts';

/** The most that one operation may cost: a page of 200 people with their groups, keys and enrolments fits. */
const costLimit = 25_000;

/** The class of all expected failures, as Pothos takes it: it is abstract, and Pothos only asks instanceof. */
export const AnyDomainError = DomainError as unknown as new () => DomainError;

/** Pothos, with this server's types. A use case checks who may call it (modules/policy), so no scope is declared here. */
export const builder = new SchemaBuilder<{
  Context: SchemaContext;
  DefaultFieldNullability: false;
  DefaultInputFieldRequiredness: true;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
  };
}>({
  plugins: [ErrorsPlugin, RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  defaultInputFieldRequiredness: true,
  errors: {
    defaultTypes: [InvalidInput, NotFound, AccessDenied, RateLimited, AnyDomainError],
    directResult: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${fieldName.slice(0, 1).toUpperCase()}${fieldName.slice(1)}Result`,
      description: 'The payload, or the expected failure that kept it from coming about.',
    },
  },
  relay: {
    // Ids are TypeIDs, the same text everywhere; node and nodes are our own (nodes.ts).
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    cursorType: 'String',
    clientMutationId: 'omit',
    // A page costs what it may hold; its edges add nothing to that.
    defaultConnectionFieldOptions: {
      complexity: ({ first, last }: PageArgs) => ({ field: 1, multiplier: Math.min(Math.max(first ?? last ?? usualPage, 1), longestPage) }),
    },
    relayMutationFieldOptions: { errors: {} },
    mutationInputArgOptions: { description: 'What the mutation takes.' },
    defaultMutationInputTypeOptions: { description: 'What the mutation takes.' },
    defaultPayloadTypeOptions: { description: 'What the mutation made or changed, as it is now.' },
    defaultConnectionTypeOptions: { description: 'A page of a list.' },
    defaultEdgeTypeOptions: { description: 'A row of a page, with its cursor.' },
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      complexity: { field: 1, multiplier: 1 },
      description: 'The page’s rows, each with its cursor.',
    },
    nodeFieldOptions: { nullable: false, description: 'The row.' },
    cursorFieldOptions: { description: 'The row’s place in the list, for `after` and `before`.' },
    pageInfoFieldOptions: { description: 'Where the page lies in the list.' },
    pageInfoTypeOptions: { description: 'Where a page lies in its list (Relay’s Cursor Connections).' },
    hasNextPageFieldOptions: { description: 'Whether rows follow the page.' },
    hasPreviousPageFieldOptions: { description: 'Whether rows come before the page.' },
    startCursorFieldOptions: { description: 'The first row’s cursor; null on an empty page.' },
    endCursorFieldOptions: { description: 'The last row’s cursor; null on an empty page.' },
    firstArgOptions: { description: 'How many rows, 1 to 200; 50 unless given.' },
    lastArgOptions: { description: 'How many rows from the end, 1 to 200; with `before`.' },
    afterArgOptions: { description: 'Only rows after this cursor.' },
    beforeArgOptions: { description: 'Only rows before this cursor.' },
  } as never,
  complexity: {
    defaultComplexity: 1,
    defaultListMultiplier: 5,
    limit: { complexity: costLimit, depth: 12, breadth: 400 },
    complexityError: (kind, { complexity, breadth, depth }) =>
      new GraphQLError(`The operation is too large (${kind}): it costs ${complexity}, has ${breadth} fields and ${depth} levels.`, {
        extensions: { code: 'QUERY_TOO_LARGE' },
      }),
  },
});

builder.queryType({ description: 'What can be read.' });
builder.mutationType({ description: 'What can be changed. Each answer is a union of its payload and the expected failures.' });
builder.subscriptionType({ description: 'What can be watched, over WebSocket (graphql-transport-ws) or SSE.' });
