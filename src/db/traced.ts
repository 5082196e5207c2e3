import { spanOfCall } from '../lib/trace.ts';
import type { Send } from './statements.ts';

/** Makes each statement a span: its text, which has no values in it. */
export const traced =
  (send: Send): Send =>
  (client, text, ...rest) => {
    const query = send(client, text, ...rest);
    const name = text.trimStart().split(/\s/, 1)[0]?.toUpperCase() ?? 'SQL';
    spanOfCall(name, { 'db.system.name': 'postgresql', 'db.query.text': text }, query);
    return query;
  };
