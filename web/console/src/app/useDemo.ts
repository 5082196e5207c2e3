import { useAsk } from '../api/queries.ts';
import { BootDocument } from '../gql/graphql.ts';

/** Whether this server is a demo, as the first answer told. */
export const useDemo = (): boolean => useAsk(BootDocument, {}, { topics: [] }).data?.demo ?? false;
