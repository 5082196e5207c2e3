/**
 * PostGraphile 5, which makes its schema of the same tables and its own SQL: as production is documented, without explain,
 * watch and GraphiQL. Its list is in the order of the ids, the cheapest that it has.
 */
import { createServer } from 'node:http';
import pg from 'pg';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { announce } from './announce.ts';
import { poolSize, workspaceOf } from './reads.ts';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: poolSize });

const served = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool, schemas: ['public'] })],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false, websockets: false },
  grafast: {
    explain: false,
    context: async (request) => {
      const workspaceId = await workspaceOf(request.node?.req.headers.authorization);
      if (workspaceId === null) throw new Error('nobody');
      return {};
    },
  },
});

const server = createServer();
await served.createServ(grafserv).addTo(server);
await announce(server);
