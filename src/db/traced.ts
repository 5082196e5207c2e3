import type postgres from 'postgres';
import { spanOfCall } from '../lib/trace.ts';

type Client = postgres.Sql | postgres.TransactionSql;
type Begin = (...args: unknown[]) => Promise<unknown>;

/** A client whose statements, those within transactions as well, are spans: by their text, which has no values in it. */
export const traced = <C extends Client>(client: C): C =>
  new Proxy(client, {
    get: (target, name, receiver) => {
      if (name === 'unsafe') return statement(target);
      if (name === 'begin' || name === 'savepoint') return inside(target, name);
      return Reflect.get(target, name, receiver);
    },
  });

const statement =
  (client: Client): postgres.Sql['unsafe'] =>
  (text, ...rest) => {
    const query = client.unsafe(text, ...rest);
    const name = text.trimStart().split(/\s/, 1)[0]?.toUpperCase() ?? 'SQL';
    spanOfCall(name, { 'db.system.name': 'postgresql', 'db.query.text': text }, query);
    return query as never;
  };

const inside = (client: Client, name: 'begin' | 'savepoint'): Begin => {
  const begin = (client as unknown as Record<typeof name, Begin>)[name];
  return (...args) => {
    const work = args.pop() as (inner: postgres.TransactionSql) => unknown;
    return begin(...args, (inner: postgres.TransactionSql) => work(traced(inner)));
  };
};
