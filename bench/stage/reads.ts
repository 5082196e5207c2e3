import { createHash } from 'node:crypto';
import type { Asking } from '../load/asking.ts';
import { nthId } from './fill.ts';
import type { Organisation } from './organisation.ts';

/** Which read is measured. */
export type Read = 'list' | 'person';

const user = `id displayName email username status role createdAt
  groups { id name } securityKeys { id name kind status createdAt }`;
const queries = {
  list: `query ($first: Int!) { users(first: $first) { edges { cursor node { ${user} } } pageInfo { hasNextPage endCursor } } }`,
  person: `query ($id: ID!) { user(id: $id) { ${user} } }`,
} as const satisfies Record<Read, string>;

// What PostGraphile calls the same fields.
const postgraphileUser = `id: rowId displayName email username status role createdAt
  groups: groupMembersByWorkspaceIdAndUserId { nodes { group: groupByWorkspaceIdAndGroupId { id: rowId name } } }
  securityKeys: securityKeysByWorkspaceIdAndUserId { nodes { id: rowId name kind status createdAt } }`;
const postgraphileQueries = {
  list: `query ($workspaceId: String!, $first: Int!) { users: allUsers(first: $first, condition: { workspaceId: $workspaceId }) {
    edges { cursor node { ${postgraphileUser} } } pageInfo { hasNextPage endCursor } } }`,
  person: `query ($workspaceId: String!, $id: String!) { user: userByWorkspaceIdAndRowId(workspaceId: $workspaceId, rowId: $id) { ${postgraphileUser} } }`,
} as const satisfies Record<Read, string>;

/** Different people, so that no one row is asked for all the time. */
const asked = 500;

/** Where a server takes requests. */
const paths: Readonly<Record<string, string>> = { apollo: '/' };

/** What a server is asked, and as whom. */
type Asked = Omit<Asking, 'address' | 'connections' | 'seconds'>;

/** What one of the servers is asked. */
export function asking(server: string, read: Read, { token, workspaceId, people }: Organisation): Asked {
  const isPostgraphile = server === 'postgraphile';
  const query = (isPostgraphile ? postgraphileQueries : queries)[read];
  const given = isPostgraphile ? { workspaceId } : {};
  const variables =
    read === 'list' ? [{ first: 50 }] : Array.from({ length: asked }, (_, i) => ({ id: nthId('usr', 1 + i * Math.floor(people / asked)) }));
  return {
    path: paths[server] ?? '/graphql',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    bodies: variables.map((each) => JSON.stringify({ query, variables: { ...given, ...each } })),
  };
}

/** Pages of the product's from all over the list, each after somebody else. */
export function pagesOf({ token, people }: Organisation): Asked {
  const query = queries.list
    .replace('($first: Int!)', '($first: Int!, $after: String!)')
    .replace('(first: $first)', '(first: $first, after: $after)');
  const bodies = Array.from({ length: asked }, (_, i) => {
    const n = 1 + i * Math.floor(people / asked);
    // As they are filled in, and as the product writes a place in the list.
    const place = [`Person ${createHash('md5').update(String(n)).digest('hex')}`, nthId('usr', n)];
    return JSON.stringify({ query, variables: { first: 50, after: Buffer.from(JSON.stringify(place)).toString('base64url') } });
  });
  return { path: '/graphql', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, bodies };
}
