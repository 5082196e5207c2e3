import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
  getNamedType,
  getVariableValues,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { CompiledQuery, compileQuery } from 'graphql-jit';
import type { Plugin } from 'graphql-yoga';
import type { SchemaContext } from '../schema/context.ts';
import { selectionsOf } from './queryLimits.ts';

/** How often a document comes before it is compiled, which takes as long as some fifty executions. */
const usual = 3;
/** More than any page of the console has. */
const mostSelections = 80;
/** The code of a field of an abstract type is written once for each type that it may be, and so on within. */
const mostAbstractFields = 1;

type Compiled = CompiledQuery['query'];

/** What is known of a document. */
interface Known {
  times: number;
  /** Null where it is not worth it. */
  compiled: Compiled | null | undefined;
}

/**
 * Executes the queries that come again and again by graphql-jit, which makes a function of each. It knows no `@oneOf`, takes a
 * variable's default as it is written, and tells errors in its own words: so mutations, variables with defaults and those that do
 * not fit are executed as ever, and so is, once more, what ended with an error. Queries only read.
 * @param after how often a document has to come
 */
export function compiledQueries(after = usual): Plugin<SchemaContext> {
  const documents = new WeakMap<DocumentNode, Known>();
  let compile: typeof compileQuery | null = null;

  const compiledOf = (schema: GraphQLSchema, document: DocumentNode): Compiled | null => {
    const known = documents.get(document) ?? { times: 0, compiled: isWorthIt(schema, document) ? undefined : null };
    documents.set(document, known);
    known.times += 1;
    if (known.compiled !== undefined || known.times < after) return known.compiled ?? null;
    if (!compile) {
      // Loaded by the first that needs it, not at the start.
      void import('graphql-jit').then((jit) => {
        compile = jit.compileQuery;
      });
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
      if (!compiled || !variablesFit(args)) return;
      setExecuteFn(async (args: ExecutionArgs) => {
        const result = (await compiled(args.rootValue, args.contextValue, args.variableValues)) as ExecutionResult;
        return result.errors ? executeFn(args) : result;
      });
    },
  };
}

const operationsIn = ({ definitions }: DocumentNode): OperationDefinitionNode[] =>
  definitions.filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION);

/** A single query of a usual size, whose variables have no defaults. */
function isWorthIt(schema: GraphQLSchema, document: DocumentNode): boolean {
  const [operation, ...others] = operationsIn(document);
  if (operation?.operation !== 'query' || others.length > 0) return false;
  if (operation.variableDefinitions?.some((variable) => variable.defaultValue)) return false;
  return selectionsOf(document) <= mostSelections && abstractFieldsIn(schema, document) <= mostAbstractFields && !hasOddName(document);
}

function abstractFieldsIn(schema: GraphQLSchema, document: DocumentNode): number {
  const typeInfo = new TypeInfo(schema);
  let count = 0;
  const countField = () => {
    if (isAbstractType(getNamedType(typeInfo.getType()))) count += 1;
  };
  visit(document, visitWithTypeInfo(typeInfo, { Field: countField }));
  return count;
}

/** The schema itself, which is asked for by tools; and `__proto__`, an alias that an object literal takes for its prototype. */
const hasOddName = ({ loc }: DocumentNode): boolean => /\b__(?!typename\b)/.test(loc?.source.body ?? '__');

function variablesFit({ schema, document, variableValues }: ExecutionArgs): boolean {
  const definitions = operationsIn(document)[0]?.variableDefinitions ?? [];
  return getVariableValues(schema, definitions, variableValues ?? {}, { maxErrors: 1 }).errors === undefined;
}
