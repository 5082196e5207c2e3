import type postgres from 'postgres';
import { spanOfCall } from '../lib/trace.ts';

type Begin = (work: (sql: postgres.TransactionSql) => unknown) => Promise<unknown>;

/** Makes each statement of a client a span: its text, which has no values in it. */
export const traced = <S extends postgres.Sql | postgres.TransactionSql>(sql: S): S =>
  new Proxy(sql, {
    get: (target, name, receiver) => {
      if (name === 'unsafe') return statement(target);
      if (name === 'begin' || name === 'savepoint') return inside(target, name);
      return Reflect.get(target, name, receiver);
    },
  });

function statement(sql: postgres.Sql | postgres.TransactionSql): postgres.Sql['unsafe'] {
  return ((text: string, ...rest: never[]) => {
    const query = sql.unsafe(text, ...rest);
    const attributes = { 'db.system.name': 'postgresql', 'db.query.text': text };
    spanOfCall(text.trimStart().split(/\s/, 1)[0]?.toUpperCase() ?? 'SQL', attributes, query);
    return query;
  }) as postgres.Sql['unsafe'];
}

/** What a transaction sends is traced as well. */
const inside = (sql: postgres.Sql | postgres.TransactionSql, name: 'begin' | 'savepoint'): Begin =>
  ((...args: unknown[]) => {
    const work = args.pop() as (sql: postgres.TransactionSql) => unknown;
    const begin = (sql as unknown as Record<typeof name, (...args: unknown[]) => Promise<unknown>>)[name];
    return begin(...args, (inner: postgres.TransactionSql) => work(traced(inner)));
  }) as Begin;
