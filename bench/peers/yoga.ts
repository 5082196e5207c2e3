/** Yoga as it comes. */
import { createServer } from 'node:http';
import { createSchema, createYoga, type YogaInitialContext } from 'graphql-yoga';
import { announce } from './announce.ts';
import { batchingResolvers, callerOf } from './batches.ts';
import { typeDefs } from './schema.ts';

const schema = createSchema({ typeDefs, resolvers: batchingResolvers as never });
const context = ({ request }: YogaInitialContext) => callerOf(request.headers.get('authorization') ?? undefined);

await announce(createServer(createYoga({ schema: schema as never, context })));
