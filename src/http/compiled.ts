import {
  BREAK,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
  getNamedType,
  getVariableValues,
  isAbstractType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { CompiledQuery, compileQuery } from 'graphql-jit';
import type { Plugin } from 'graphql-yoga';
import type { SchemaContext } from '../schema/context.ts';
import { selectionsOf } from './queryLimits.ts';
import { operationsIn } from './rootField.ts';

/** How often a document comes before it is compiled, which takes as long as some fifty executions. */
const comesBefore = 3;
/** More than any page of the console has; a field of an abstract type counts once for each type that it may be of, as its code does. */
const mostSelections = 80;
/** Within each other they would multiply. */
const mostAbstractFields = 1;

/**
 * All that a document may be made of: names, whole numbers, what is true, false or null, fragments and variables. graphql-jit writes what stands in a document into the text of
 * a function, and some texts it takes for code; it also forgets conditions on fragments, and has null for what was left out
 * within a literal object. Values come as variables, as they do from our own pages: these are never part of the code.
 */
const plainKinds: ReadonlySet<string> = new Set([
  Kind.DOCUMENT,
  Kind.OPERATION_DEFINITION,
  Kind.VARIABLE_DEFINITION,
  Kind.VARIABLE,
  Kind.NAMED_TYPE,
  Kind.LIST_TYPE,
  Kind.NON_NULL_TYPE,
  Kind.SELECTION_SET,
  Kind.FIELD,
  Kind.ARGUMENT,
  Kind.NAME,
  Kind.INLINE_FRAGMENT,
  Kind.FRAGMENT_SPREAD,
  Kind.FRAGMENT_DEFINITION,
  Kind.INT,
  Kind.BOOLEAN,
  Kind.ENUM,
  Kind.NULL,
]);

type Compiled = CompiledQuery['query'];

/** What is known of a document. */
interface Known {
  times: number;
  /** Null where it is not worth it. */
  compiled: Compiled | null | undefined;
}

/**
 * Executes the queries that come again and again by graphql-jit, which makes a function of each. It knows no `@oneOf`, and tells errors
 * in its own words: so mutations and variables that do not fit are executed as ever, and so is, once more, what ended with an
 * error. Queries only read.
 * @param after how often a document has to come
 */
export function compiledQueries(after = comesBefore): Plugin<SchemaContext> {
  const documents = new WeakMap<DocumentNode, Known>();
  let compile: typeof compileQuery | null = null;

  const compiledOf = (schema: GraphQLSchema, document: DocumentNode): Compiled | null => {
    const known = documents.get(document) ?? { times: 0, compiled: isWorthIt(schema, document) ? undefined : null };
    documents.set(document, known);
    known.times += 1;
    if (known.compiled !== undefined || known.times < after) return known.compiled ?? null;
    if (!compile) {
      // Loaded by the first that needs it, not at the start.
      import('graphql-jit').then(
        (jit) => {
          compile = jit.compileQuery;
        },
        // It goes on without.
        () => {},
      );
      return null;
    }
    const made = compile(schema, document, undefined, { disablingCapturingStackErrors: true });
    known.compiled = 'query' in made ? made.query : null;
    return known.compiled;
  };

  return {
    onExecute: ({ args, executeFn, setExecuteFn }) => {
      // Strangers choose documents as they like, and each takes time and memory to compile.
      const { type } = args.contextValue.actor;
      const compiled = type === 'user' || type === 'token' ? compiledOf(args.schema, args.document) : null;
      if (!compiled || !namesIt(args) || !variablesFit(args)) return;
      // What compiled code throws after a promise, as from a type resolver, would end the process: ours only choose between names.
      setExecuteFn(async (args: ExecutionArgs) => {
        const result = (await compiled(args.rootValue, args.contextValue, args.variableValues)) as ExecutionResult;
        return result.errors ? executeFn(args) : result;
      });
    },
  };
}

/** A single plain query of a usual size, whose variables have no defaults: those would be written out as well. */
function isWorthIt(schema: GraphQLSchema, document: DocumentNode): boolean {
  const [operation, ...others] = operationsIn(document);
  if (operation?.operation !== 'query' || others.length > 0 || !isPlain(document)) return false;
  if (operation.variableDefinitions?.some((variable) => variable.defaultValue)) return false;
  // With the fragments spread in; a field of an abstract type within one is counted where it stands.
  if (selectionsOf(document) > mostSelections) return false;
  const { selections, abstractFields } = weigh(schema, document);
  return selections <= mostSelections && abstractFields <= mostAbstractFields;
}

function isPlain(document: DocumentNode): boolean {
  let plain = true;
  visit(document, {
    enter: (node) => {
      // The schema itself is asked for by tools; an object literal takes `__proto__` for its prototype.
      const isOdd = node.kind === Kind.NAME && node.value.startsWith('__') && node.value !== '__typename';
      plain = plainKinds.has(node.kind) && !isOdd;
      return plain ? undefined : BREAK;
    },
  });
  return plain;
}

function weigh(schema: GraphQLSchema, document: DocumentNode): { selections: number; abstractFields: number } {
  const typeInfo = new TypeInfo(schema);
  const weight = { selections: 0, abstractFields: 0 };
  const weighField = () => {
    const [type, parent] = [getNamedType(typeInfo.getType()), typeInfo.getParentType()];
    weight.selections += isAbstractType(parent) ? schema.getPossibleTypes(parent).length : 1;
    if (isAbstractType(type)) weight.abstractFields += 1;
  };
  visit(document, visitWithTypeInfo(typeInfo, { Field: weighField }));
  return weight;
}

/** Whether the document's query is the one that is asked for, where one is named. */
const namesIt = ({ document, operationName }: ExecutionArgs): boolean => !operationName || operationsIn(document)[0]?.name?.value === operationName;

function variablesFit({ schema, document, variableValues }: ExecutionArgs): boolean {
  const definitions = operationsIn(document)[0]?.variableDefinitions ?? [];
  return getVariableValues(schema, definitions, variableValues ?? {}, { maxErrors: 1 }).errors === undefined;
}
