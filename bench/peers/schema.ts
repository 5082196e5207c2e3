import { GraphQLScalarType } from 'graphql';
import { cursorOf, type KeyRow, readPage, readPeople, type UserRow } from './reads.ts';

/** The part of the product's schema that is measured, for servers that are given one. */
export const typeDefs = `
  scalar DateTime
  enum UserStatus { NO_KEY PENDING ACTIVE SUSPENDED }
  enum Role { AUDITOR HELPDESK ADMIN OWNER }
  enum KeyKind { SMARTPHONE CONTACTLESS_CARD HARDWARE_KEY }
  enum KeyStatus { PENDING ACTIVE SUSPENDED LOST REVOKED }
  type Group { id: ID! name: String! }
  type SecurityKey { id: ID! name: String! kind: KeyKind! status: KeyStatus! createdAt: DateTime! }
  type User {
    id: ID! displayName: String! email: String! username: String! status: UserStatus! role: Role createdAt: DateTime!
    groups: [Group!] securityKeys: [SecurityKey!]
  }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type UserEdge { cursor: String! node: User! }
  type UserConnection { edges: [UserEdge!]! pageInfo: PageInfo! }
  type Query { users(first: Int!): UserConnection! user(id: ID!): User }
`;

/** Who calls. */
export interface Caller {
  workspaceId: string;
}

/** The resolvers, save for those that read for many people at once: each server has its own way for these. */
export const resolvers = {
  DateTime: new GraphQLScalarType({ name: 'DateTime', serialize: (moment) => (moment as Date).toISOString() }),
  Query: {
    users: async (_: unknown, { first }: { first: number }, { workspaceId }: Caller) => {
      const found = await readPage(workspaceId, first);
      const edges = found.slice(0, first).map((node) => ({ cursor: cursorOf(node), node }));
      return { edges, pageInfo: { hasNextPage: found.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
    },
    user: async (_: unknown, { id }: { id: string }, { workspaceId }: Caller) => (await readPeople(workspaceId, [id]))[0] ?? null,
  },
  User: {
    displayName: (user: UserRow) => user.display_name,
    createdAt: (user: UserRow) => user.created_at,
  },
  SecurityKey: { createdAt: (key: KeyRow) => key.created_at },
};
