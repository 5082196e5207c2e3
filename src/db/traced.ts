import { spanOfCall } from '../lib/trace.ts';
import type { Send } from './statements.ts';

/** Sends a statement as a span: its text, which has no values in it. */
export const traced: Send = (client, text, ...rest) => {
  const query = client.unsafe(text, ...rest);
  const name = text.trimStart().split(/\s/, 1)[0]?.toUpperCase() ?? 'SQL';
  spanOfCall(name, { 'db.system.name': 'postgresql', 'db.query.text': text }, query);
  return query;
};
