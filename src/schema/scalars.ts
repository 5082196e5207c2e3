import { GraphQLError } from 'graphql';
import { builder } from './builder.ts';

const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

builder.scalarType('DateTime', {
  description: 'A moment as RFC 3339 text with its offset; given in UTC with milliseconds, as in `2026-11-24T14:36:00.000Z`.',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const moment = typeof value === 'string' && shape.test(value) ? new Date(value) : null;
    if (!moment || Number.isNaN(moment.getTime())) throw new GraphQLError('A DateTime reads like 2026-11-24T14:36:00Z.');
    return moment;
  },
});
