import { type ASTVisitor, type DocumentNode, GraphQLError, Kind, type SelectionSetNode, type ValidationContext } from 'graphql';

/** How large a document may be. Cost in rows is Pothos' complexity plugin's. */
export const queryLimits = { tokens: 3_000, depth: 12, aliases: 60, rootFields: 20, directives: 40 } as const;

interface Size {
  depth: number;
  aliases: number;
  directives: number;
}

const tooLarge = (message: string) => new GraphQLError(message, { extensions: { code: 'QUERY_TOO_LARGE' } });

/** A validation rule: refuses documents that are deeper or wider than any page of ours needs. */
export function limitQuery(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      for (const problem of problems(document)) context.reportError(tooLarge(problem));
      // Nothing below needs to be walked again.
      return false;
    },
  };
}

function* problems(document: DocumentNode): Generator<string> {
  const measure = measurer(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { depth, aliases, directives } = measure(definition.selectionSet);
    const rootFields = definition.selectionSet.selections.length;
    if (depth > queryLimits.depth) yield `The operation is too deep: ${queryLimits.depth} levels at most.`;
    if (aliases > queryLimits.aliases) yield `The operation has too many aliases: ${queryLimits.aliases} at most.`;
    if (directives > queryLimits.directives) yield `The operation has too many directives: ${queryLimits.directives} at most.`;
    if (rootFields > queryLimits.rootFields) yield `The operation has too many root fields: ${queryLimits.rootFields} at most, got ${rootFields}.`;
  }
}

/** Measures selections with the fragments spread in; a fragment is measured once, and one within itself counts as nothing. */
function measurer(document: DocumentNode): (selections: SelectionSetNode) => Size {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
  const known = new Map<string, Size>();
  const nothing: Size = { depth: 0, aliases: 0, directives: 0 };
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
      const inner = node.kind === Kind.FRAGMENT_SPREAD ? ofFragment(node.name.value) : node.selectionSet ? measure(node.selectionSet) : nothing;
      total.depth = Math.max(total.depth, inner.depth + (node.kind === Kind.FIELD ? 1 : 0));
      total.aliases += inner.aliases + (node.kind === Kind.FIELD && node.alias ? 1 : 0);
      total.directives += inner.directives + (node.directives?.length ?? 0);
    }
    return total;
  };
  return measure;
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
