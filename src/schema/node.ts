import { builder } from './builder.ts';

/** Anything with an id of its own. */
export const Node = builder.interfaceRef<{ id: string }>('Node').implement({
  description: 'Anything with an id of its own: a TypeID such as `usr_01j…`, the same text everywhere.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id: a kind’s prefix and a UUIDv7 in base 32.' }),
  }),
});
