import { Kind, type OperationDefinitionNode, type OperationTypeNode } from 'graphql';

/** The operations of a document. */
export const operationsIn = ({ definitions }: { definitions: readonly { kind: string }[] }): OperationDefinitionNode[] =>
  definitions.filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION);

/** An operation's kind and first root field. The schema knows the field, so there are no more names than it has fields. */
export function rootFieldOf(
  definitions: readonly { kind: string }[],
  name: string | null | undefined,
): { type: OperationTypeNode | 'unknown'; field: string } {
  const operations = operationsIn({ definitions });
  const operation = name ? operations.find((node) => node.name?.value === name) : operations[0];
  const field = operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  return { type: operation?.operation ?? 'unknown', field: field?.name.value ?? 'unknown' };
}
