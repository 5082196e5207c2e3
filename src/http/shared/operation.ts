import {
  type DocumentNode,
  type ExecutionArgs,
  type FieldNode,
  GraphQLError,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  type VariableNode,
  visit,
} from 'graphql';
import type { Watch } from '../../modules/events/watch.ts';
import type { SchemaContext } from '../../schema/context.ts';
import type { WatchOf } from '../../schema/watching.ts';

/** A subscription on a list, as somebody asks for it. */
export interface ListSubscription {
  args: Pick<ExecutionArgs, 'schema' | 'document' | 'operationName' | 'variableValues'>;
  /** The field that is asked for. */
  node: FieldNode;
  /** After which cursor it begins. */
  after: string | null;
  /** The same for all who ask for the same, wherever they begin. */
  key: string;
  /** What it watches, for whoever the context is of. @throws AccessDenied */
  watch(ctx: SchemaContext): Watch<unknown>;
}

/** What is asked for, where it is a subscription on a list and nothing else; null for the rest, and for what is not valid. */
export function listSubscription({ schema, document, operationName, variableValues }: ExecutionArgs): ListSubscription | null {
  const operation = getOperationAST(document, operationName);
  const node = operation && onlyField(operation);
  const field = node && schema.getSubscriptionType()?.getFields()[node.name.value];
  const watch = field?.extensions.watch as WatchOf<Record<string, unknown>, unknown> | undefined;
  if (!operation || !node || !field || !watch) return null;
  const given = getArguments(() => {
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {});
    return coerced && getArgumentValues(field, node, coerced);
  });
  if (!given) return null;
  const after = typeof given.after === 'string' ? given.after : null;
  // One that was left out may have a default, which null has not.
  const alike = sameFor(document, operation, node).map((name) => (variableValues && name in variableValues ? [name, variableValues[name]] : [name]));
  return {
    args: { schema, document, operationName: operationName ?? null, variableValues: variableValues ?? null },
    node,
    after,
    key: JSON.stringify([document.loc?.source.body, operation.name?.value, alike]),
    watch: (ctx) => watch(given, ctx),
  };
}

/** The one field of an operation, where it stands there by itself: what comes by fragments or depends on directives is not looked into. */
function onlyField({ operation, selectionSet: { selections } }: OperationDefinitionNode): FieldNode | null {
  const [node, ...others] = selections;
  if (operation !== 'subscription' || others.length > 0 || node?.kind !== Kind.FIELD) return null;
  return node.directives?.length ? null : node;
}

/** What `get` gives; null where what was asked for is not valid, which graphql-js itself is to say. */
function getArguments<T>(get: () => T | undefined): T | null {
  try {
    return get() ?? null;
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}

const known = new WeakMap<FieldNode, readonly string[]>();

/** The names of the variables that have to be the same where an execution is shared: all but the one that only says where to begin. */
function sameFor(document: DocumentNode, { variableDefinitions = [] }: OperationDefinitionNode, node: FieldNode): readonly string[] {
  const before = known.get(node);
  if (before) return before;
  const after = node.arguments?.find(({ name }) => name.value === 'after')?.value;
  const cursor = after?.kind === Kind.VARIABLE && timesUsed(document, after.name.value) === 1 ? after.name.value : null;
  const names = variableDefinitions.map(({ variable }) => variable.name.value).filter((name) => name !== cursor);
  known.set(node, names);
  return names;
}

function timesUsed(document: DocumentNode, variable: string): number {
  let times = 0;
  visit(document, {
    // Where it is declared, it is not used.
    [Kind.VARIABLE_DEFINITION]: () => false,
    [Kind.VARIABLE]: ({ name }: VariableNode) => {
      if (name.value === variable) times += 1;
    },
  });
  return times;
}
