import { GraphQLError } from 'graphql';
import { builder } from './builder.ts';

const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

builder.scalarType('DateTime', {
  description: 'A moment as RFC 3339 text with its offset; given in UTC with milliseconds, as in `2026-11-24T14:36:00.000Z`.',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const moment = typeof value === 'string' && shape.test(value) && isDay(value.slice(0, 10)) ? new Date(value) : null;
    if (!moment || !isKept(moment)) throw new GraphQLError('A DateTime reads like 2026-11-24T14:36:00Z.');
    return moment;
  },
});

/** Whether the calendar has the day: JavaScript takes February 30 for March 2. */
function isDay(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}

/** Whether a moment is one, in the years 1 to 9999: PostgreSQL reads no others in this form. */
const isKept = (moment: Date): boolean => !Number.isNaN(moment.getTime()) && /^(?!0000)\d{4}-/.test(moment.toISOString());
