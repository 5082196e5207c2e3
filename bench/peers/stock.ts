/** Yoga with graphql-ws as their documentation puts them together, after the same change. */
import { createServer } from 'node:http';
import { GraphQLError, GraphQLScalarType } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
import { WebSocketServer } from 'ws';
import { announce } from './announce.ts';
import { type Changed, changeGroup, eventOf } from './change.ts';
import { workspaceOf } from './reads.ts';

const typeDefs = `
  scalar DateTime
  type EventDetail { name: String! value: String }
  type Event { number: Int! type: String! occurredAt: DateTime! actor: String! details: [EventDetail!]! }
  type EventLoggedPayload { cursor: String! event: Event }
  type Group { id: ID! }
  type UpdateGroupPayload { group: Group! }
  input UpdateGroupInput { groupId: ID! description: String }
  type Query { ok: Boolean }
  type Mutation { updateGroup(input: UpdateGroupInput!): UpdateGroupPayload! }
  type Subscription { eventLogged: EventLoggedPayload! }
`;

interface Context {
  request?: Request;
  connectionParams?: { authorization?: string };
}

const news = createPubSub<{ event: [workspaceId: string, changed: Changed] }>();

const caller = async ({ request, connectionParams }: Context): Promise<string> => {
  const workspaceId = await workspaceOf(connectionParams?.authorization ?? request?.headers.get('authorization') ?? undefined);
  if (workspaceId === null) throw new GraphQLError('nobody');
  return workspaceId;
};

const schema = createSchema<{ workspaceId: string }>({
  typeDefs,
  resolvers: {
    DateTime: new GraphQLScalarType({ name: 'DateTime', serialize: (moment) => (moment as Date).toISOString() }),
    Mutation: {
      updateGroup: async (_, { input }, { workspaceId }) => {
        const changed = await changeGroup(workspaceId, input);
        news.publish('event', workspaceId, changed);
        return { group: { id: changed.groupId } };
      },
    },
    Subscription: {
      eventLogged: {
        subscribe: (_, __, { workspaceId }) => news.subscribe('event', workspaceId),
        resolve: (changed: Changed) => eventOf(changed),
      },
    },
  },
});

const yoga = createYoga({ schema, context: async (context) => ({ workspaceId: await caller(context as Context) }) });
const server = createServer(yoga);

useServer(
  {
    // biome-ignore lint/suspicious/noExplicitAny: as Yoga's documentation has it.
    execute: (args: any) => args.rootValue.execute(args),
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    subscribe: (args: any) => args.rootValue.subscribe(args),
    onSubscribe: async (ctx, _id, params) => {
      const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({ ...ctx, req: ctx.extra.request, params });
      const args = {
        schema,
        operationName: params.operationName,
        document: parse(params.query),
        variableValues: params.variables,
        contextValue: await contextFactory(),
        rootValue: { execute, subscribe },
      };
      const errors = validate(args.schema, args.document);
      return errors.length > 0 ? errors : args;
    },
  },
  new WebSocketServer({ server, path: yoga.graphqlEndpoint }),
);

await announce(server);
