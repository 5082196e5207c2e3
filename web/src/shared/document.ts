/** The text of an operation, which carries the types of its data and its variables. */
export type Document<Data, Variables> = string & { readonly types?: (variables: Variables) => Data };

export const document = <Data, Variables = Record<string, never>>(text: string): Document<Data, Variables> => text;

/** What a mutation answers where it does not succeed. */
export const failures = /* GraphQL */ `
  ... on Error { code message }
  ... on ValidationError { issues { path code message } }
`;
