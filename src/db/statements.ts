import type postgres from 'postgres';

/** A client, or a transaction's. */
export type Client = postgres.Sql | postgres.TransactionSql;

/** Sends a statement by a client. */
export type Send = (client: Client, ...statement: Parameters<postgres.Sql['unsafe']>) => ReturnType<postgres.Sql['unsafe']>;

/** Passes each statement that Drizzle gives a client through a function, those within transactions as well. */
export const withStatements = <C extends Client>(client: C, send: Send): C =>
  new Proxy(client, {
    get: (target, name, receiver) => {
      if (name === 'unsafe') return (...statement: Parameters<postgres.Sql['unsafe']>) => send(target, ...statement);
      if (name === 'begin' || name === 'savepoint') return inside(target, name, send);
      return Reflect.get(target, name, receiver);
    },
  });

type Begin = (...args: unknown[]) => Promise<unknown>;

const inside = (client: Client, name: 'begin' | 'savepoint', send: Send): Begin => {
  const begin = (client as unknown as Record<typeof name, Begin>)[name];
  return (...args) => {
    const work = args.pop() as (inner: postgres.TransactionSql) => unknown;
    return begin(...args, (inner: postgres.TransactionSql) => work(withStatements(inner, send)));
  };
};
