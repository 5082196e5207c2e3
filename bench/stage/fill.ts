import type { Sql } from 'postgres';

const groups = 200;

/** The id of the n-th row of a kind. */
export const nthId = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(26, '0')}`;

/**
 * Fills an organisation by SQL, for speed: people in two groups each, with a key or two, an enrolment and an event each. The
 * names are in no order, so that a page of them lies all over the table.
 */
export async function fill(sql: Sql, workspaceId: string, people: number): Promise<void> {
  const w = `'${workspaceId}'`;
  const id = (prefix: string, number = 'i') => `'${prefix}_' || lpad((${number})::text, 26, '0')`;
  const each = `generate_series(1, ${people}) i`;
  const keyKind = `case i % 3 when 0 then 'CONTACTLESS_CARD' when 1 then 'SMARTPHONE' else 'HARDWARE_KEY' end`;
  const settings = `case when i % 3 = 1 then '{"auditable":true,"bluetoothProximity":false,"offlineLogin":false,"verification":"BIOMETRIC"}'::jsonb end`;
  const card = `case when i % 3 = 0 then 'BY_USER' end`;
  const statements = [
    // Rows that refer to each other rightly need no trigger to look.
    `set session_replication_role = replica`,
    `insert into groups (workspace_id, id, name, description, created_at, updated_at)
      select ${w}, ${id('grp')}, 'Group ' || i, 'What group ' || i || ' is for', now(), now() from generate_series(1, ${groups}) i`,
    `insert into users (workspace_id, id, display_name, email, username, department, status, created_at, updated_at)
      select ${w}, ${id('usr')}, 'Person ' || md5(i::text), 'person' || i || '@example.org', 'person' || i, 'Department ' || i % 40,
        case when i % 50 = 0 then 'PENDING' else 'ACTIVE' end, now() - i % 1000 * interval '1 hour', now() from ${each}`,
    `insert into group_members (workspace_id, group_id, user_id, joined_at)
      select ${w}, ${id('grp', `i % ${groups} + 1`)}, ${id('usr')}, now() from ${each}
      union all select ${w}, ${id('grp', `(i + 1 + i / ${groups} % ${groups - 1}) % ${groups} + 1`)}, ${id('usr')}, now() from ${each}`,
    `insert into security_keys (workspace_id, id, user_id, kind, name, status, smartphone, card_activation, created_at, activated_at)
      select ${w}, ${id('key')}, ${id('usr')}, ${keyKind}, 'Key ' || i, case when i % 50 = 0 then 'PENDING' else 'ACTIVE' end, ${settings}, ${card},
        now(), case when i % 50 > 0 then now() end from ${each}
      union all select ${w}, ${id('key', `${people} + i`)}, ${id('usr', '2 * i')}, 'HARDWARE_KEY', 'Spare key ' || i, 'ACTIVE', null, null, now(), now()
        from generate_series(1, ${people / 2}) i`,
    `insert into enrolments (workspace_id, id, user_id, key_id, status, proof, created_by, created_at, expires_at)
      select ${w}, ${id('enr')}, ${id('usr')}, ${id('key')}, case when i % 50 = 0 then 'PENDING' else 'ACTIVATED' end, 'LINK', 'system', now(),
        now() + interval '10 years' from ${each}`,
    `insert into events (workspace_id, number, type, actor, user_id, occurred_at, canonical, mac)
      select ${w}, i + 1000, 'user.created', 'system', ${id('usr')}, now(), '{"payload":{}}', '' from ${each}`,
    `set session_replication_role = origin`,
    `vacuum (analyze) users, groups, group_members, security_keys, enrolments, events`,
    `checkpoint`,
  ];
  for (const statement of statements) await sql.unsafe(statement);
}
