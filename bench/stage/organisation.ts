import type { Sql } from 'postgres';
import { fill } from './fill.ts';
import type { Postgres } from './postgres.ts';
import { operatorOf, startProduct } from './product.ts';

/** A database with an organisation in it: kept between runs, so it is read and never written to. */
export interface Organisation {
  database: string;
  people: number;
  workspaceId: string;
  /** An API token with every scope. */
  token: string;
}

/** Changes with what is filled in, so that databases of another kind are not taken for these. */
const edition = 1;

/** The organisation of that many people: the one that was filled by an earlier run, or a new one. */
export async function organisationOf(postgres: Postgres, people: number): Promise<Organisation> {
  const database = `latchkey_bench_${people}`;
  const admin = postgres.open('postgres');
  try {
    const [kept] = await admin<{ note: string | null }[]>`
      select shobj_description(oid, 'pg_database') as note from pg_database where datname = ${database}`;
    const known = kept?.note ? (JSON.parse(kept.note) as Organisation & { edition: number }) : null;
    if (known?.edition === edition) return known;
    console.error(`Filling a database with ${people.toLocaleString('en')} people…`);
    await admin`drop database if exists ${admin(database)} with (force)`;
    await admin.unsafe(`create database ${database}`);
    const made = { database, people, ...(await setUp(postgres, database)) };
    await inOne(postgres, database, (sql) => fill(sql, made.workspaceId, people));
    // On the database itself, as its last act: what was not filled to the end has none.
    await admin.unsafe(`comment on database ${database} is '${JSON.stringify({ ...made, edition })}'`);
    return made;
  } finally {
    await admin.end();
  }
}

let copies = 0;

/** A copy that may be written to, and is dropped at the end. */
export async function copyOf(postgres: Postgres, organisation: Organisation): Promise<Organisation & AsyncDisposable> {
  copies += 1;
  const database = `${organisation.database}_copy_${copies}`;
  const asAdmin = async (statement: string) => {
    const admin = postgres.open('postgres');
    await admin.unsafe(statement).finally(() => admin.end());
  };
  // One may be left of a run that was killed.
  await asAdmin(`drop database if exists ${database} with (force)`);
  await asAdmin(`create database ${database} template ${organisation.database} strategy file_copy`);
  const drop = () => asAdmin(`drop database ${database} with (force)`);
  return { ...organisation, database, [Symbol.asyncDispose]: drop };
}

/** Makes the tables, the organisation and the token, by the product itself. */
async function setUp(postgres: Postgres, database: string): Promise<{ workspaceId: string; token: string }> {
  await using product = await startProduct(postgres.env(database));
  const { workspace } = await operatorOf(product.address).mutate('createWorkspace', { name: 'Bench' }, 'workspace { id }');
  const scopes = ['READ', 'DIRECTORY', 'ENROLMENT', 'EVENTS'];
  const { token } = await operatorOf(product.address, workspace.id).mutate('createApiToken', { name: 'Bench', scopes, days: 366 }, 'token');
  return { workspaceId: workspace.id, token };
}

async function inOne(postgres: Postgres, database: string, work: (sql: Sql) => Promise<void>): Promise<void> {
  const sql = postgres.open(database);
  await work(sql).finally(() => sql.end());
}
