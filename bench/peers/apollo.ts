/** Apollo Server as it comes. */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { tell } from './announce.ts';
import { batchingResolvers, callerOf } from './batches.ts';
import { typeDefs } from './schema.ts';

const server = new ApolloServer({ typeDefs, resolvers: batchingResolvers as never });
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: 0 },
  context: ({ req }) => callerOf(req.headers.authorization),
});
tell(new URL(url).origin);
