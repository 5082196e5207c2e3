import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type ParseOptions,
  parse,
  type SelectionSetNode,
  type Source,
  visit,
} from 'graphql';

/** How large a document may be. Cost in rows is Pothos' complexity plugin's. */
export const queryLimits = {
  characters: 32_000,
  tokens: 1_000,
  selections: 400,
  // graphql-js’ own introspection query has 15.
  depth: 15,
  aliases: 60,
  rootFields: 20,
  directives: 40,
  /** Fields that their own level has already, by the name in the answer. */
  repeats: 50,
} as const;

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

interface Size {
  depth: number;
  selections: number;
  aliases: number;
  directives: number;
  /** The fields of the outermost level. */
  fields: number;
}

/**
 * Parses a document, and refuses one that is longer, deeper or wider than any page of ours needs. That is done before it
 * is validated: graphql-js’ own rules compare fields pair by pair, and a large document would hold everybody up.
 * @throws GraphQLError
 */
export function parseWithinLimits(source: string | Source, options?: ParseOptions): DocumentNode {
  const { length } = typeof source === 'string' ? source : source.body;
  // Comments are no tokens: without this, a body full of them would be read.
  if (length > queryLimits.characters) throw tooLarge(`The document is too long: ${queryLimits.characters} characters at most, got ${length}.`);
  const document = parse(source, { ...options, maxTokens: queryLimits.tokens });
  for (const problem of problems(document)) throw tooLarge(problem);
  return document;
}

const tooLarge = (message: string) => new GraphQLError(message, { extensions: { code: 'QUERY_TOO_LARGE' } });

function* problems(document: DocumentNode): Generator<string> {
  const fragments = fragmentsOf(document);
  const measure = measurer(fragments);
  for (const definition of document.definitions) {
    // A fragment that nothing spreads is validated too.
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const { depth, selections, aliases, directives, fields } = measure(definition.selectionSet);
    if (depth > queryLimits.depth) yield `The operation is too deep: ${queryLimits.depth} levels at most.`;
    if (selections > queryLimits.selections) yield `The operation has too many selections: ${queryLimits.selections} at most.`;
    if (aliases > queryLimits.aliases) yield `The operation has too many aliases: ${queryLimits.aliases} at most.`;
    if (directives > queryLimits.directives) yield `The operation has too many directives: ${queryLimits.directives} at most.`;
    if (definition.kind === Kind.OPERATION_DEFINITION && fields > queryLimits.rootFields) {
      yield `The operation has too many root fields: ${queryLimits.rootFields} at most, got ${fields}.`;
    }
  }
  if (repeats(document, fragments) > queryLimits.repeats) yield `The document repeats too many fields: ${queryLimits.repeats} at most.`;
}

/** How many selections the operations of a document have, with the fragments spread in. */
export function selectionsOf(document: DocumentNode): number {
  const measure = measurer(fragmentsOf(document));
  return document.definitions.reduce((sum, node) => sum + (node.kind === Kind.OPERATION_DEFINITION ? measure(node.selectionSet).selections : 0), 0);
}

const fragmentsOf = (document: DocumentNode): Fragments =>
  new Map(document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])));

/** Measures selections with the fragments spread in; a fragment is measured once, and one within itself counts as nothing. */
function measurer(fragments: Fragments): (selections: SelectionSetNode) => Size {
  const known = new Map<string, Size>();
  const nothing: Size = { depth: 0, selections: 0, aliases: 0, directives: 0, fields: 0 };
  const ofFragment = (name: string): Size => {
    const before = known.get(name);
    if (before) return before;
    known.set(name, nothing);
    const fragment = fragments.get(name);
    const size = fragment ? measure(fragment.selectionSet) : nothing;
    known.set(name, size);
    return size;
  };
  const measure = ({ selections }: SelectionSetNode): Size => {
    const total = { ...nothing };
    for (const node of selections) {
      const isField = node.kind === Kind.FIELD;
      const inner = node.kind === Kind.FRAGMENT_SPREAD ? ofFragment(node.name.value) : node.selectionSet ? measure(node.selectionSet) : nothing;
      total.depth = Math.max(total.depth, inner.depth + (isField ? 1 : 0));
      total.selections += inner.selections + 1;
      total.aliases += inner.aliases + (isField && node.alias ? 1 : 0);
      total.directives += inner.directives + (node.directives?.length ?? 0);
      total.fields += isField ? 1 : inner.fields;
    }
    return total;
  };
  return measure;
}

/** How many fields come again on their own level: what graphql-js compares with each other. */
function repeats(document: DocumentNode, fragments: Fragments): number {
  let count = 0;
  visit(document, {
    SelectionSet: (selectionSet, _key, parent) => {
      // Counted with the level that it stands on.
      if ((parent as ASTNode).kind === Kind.INLINE_FRAGMENT) return;
      const names = namesOf(selectionSet, fragments, new Set());
      count += names.length - new Set(names).size;
    },
  });
  return count;
}

/** The names in the answer of a level’s fields; a fragment’s once. */
function namesOf({ selections }: SelectionSetNode, fragments: Fragments, seen: Set<string>): string[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [(node.alias ?? node.name).value];
    if (node.kind === Kind.INLINE_FRAGMENT) return namesOf(node.selectionSet, fragments, seen);
    const fragment = fragments.get(node.name.value);
    if (!fragment || seen.has(node.name.value)) return [];
    seen.add(node.name.value);
    return namesOf(fragment.selectionSet, fragments, seen);
  });
}

const introspects = new WeakMap<DocumentNode, boolean>();

/** Whether a document asks for the schema itself: `__schema` or `__type`, `__typename` is fine. */
export function isIntrospection(document: DocumentNode): boolean {
  const known = introspects.get(document);
  if (known !== undefined) return known;
  const asks = document.definitions.some((node) => 'selectionSet' in node && node.selectionSet?.selections.some((field) => asksForSchema(field)));
  introspects.set(document, asks);
  return asks;
}

// Both are fields of the query's root, so only root selections and fragments on it can hold them.
function asksForSchema(node: SelectionSetNode['selections'][number]): boolean {
  if (node.kind === Kind.FIELD) return node.name.value === '__schema' || node.name.value === '__type';
  return node.kind === Kind.INLINE_FRAGMENT && node.selectionSet.selections.some((field) => asksForSchema(field));
}
