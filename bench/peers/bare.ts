/** The least that a server can do for the same answer: node:http, the same statements, the JSON by hand. */
import { createServer } from 'node:http';
import { announce } from './announce.ts';
import { bodyOf } from './body.ts';
import { cursorOf, type GroupRow, type KeyRow, readGroups, readKeys, readPage, readPeople, type UserRow, workspaceOf } from './reads.ts';

const server = createServer(async (request, response) => {
  const { variables } = JSON.parse(await bodyOf(request));
  const workspaceId = await workspaceOf(request.headers.authorization);
  if (workspaceId === null) return response.writeHead(401).end();
  const data = variables.id ? { user: await person(workspaceId, variables.id) } : { users: await page(workspaceId, variables.first) };
  const body = Buffer.from(JSON.stringify({ data }));
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length }).end(body);
});

async function page(workspaceId: string, first: number) {
  const found = await readPage(workspaceId, first);
  const rows = found.slice(0, first);
  const nodes = await withTheirs(workspaceId, rows);
  const edges = rows.map((row, i) => ({ cursor: cursorOf(row), node: nodes[i] }));
  return { edges, pageInfo: { hasNextPage: found.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
}

async function person(workspaceId: string, id: string) {
  const [node] = await withTheirs(workspaceId, await readPeople(workspaceId, [id]));
  return node ?? null;
}

async function withTheirs(workspaceId: string, rows: readonly UserRow[]) {
  const ids = rows.map((row) => row.id);
  const [groups, keys] = await Promise.all([readGroups(workspaceId, ids), readKeys(workspaceId, ids)]);
  return rows.map((row) => ({
    id: row.id,
    displayName: row.display_name,
    email: row.email,
    username: row.username,
    status: row.status,
    role: row.role,
    createdAt: row.created_at,
    groups: (groups.get(row.id) ?? []).map(({ id, name }: GroupRow) => ({ id, name })),
    securityKeys: (keys.get(row.id) ?? []).map(({ id, name, kind, status, created_at }: KeyRow) => ({
      id,
      name,
      kind,
      status,
      createdAt: created_at,
    })),
  }));
}

await announce(server);
