import type { builder } from './builder.ts';

/** What builds the fields of a payload made from `Shape`: for mutations that answer alike. */
export type OutputBuilder<Shape> = PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, Shape>;
