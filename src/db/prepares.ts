import type { Send } from './statements.ts';

/** How often a text comes before it is prepared: some come once, as their length follows what is asked for. */
const after = 3;
/** How many texts are prepared, and stay so. Each connection keeps a plan of each, and of one whose values may be null some more. */
const most = 300;
/** How many are counted at a time. */
const remembered = 2_000;
/** A longer text has in it what one caller asked for, and hardly comes again. */
const longest = 4_000;

/**
 * Prepares the statements that come again and again: each connection then sends and plans their text once, and needs one
 * round trip for each where it needed two, the first of them to ask for the parameters' types.
 */
export function prepares(): Send {
  const chosen = new Set<string>();
  const seen = new Map<string, number>();
  /** @param atOnce whether the one who sends it knows that it comes again */
  const isChosen = (text: string, atOnce: boolean): boolean => {
    if (chosen.has(text)) return true;
    if (chosen.size >= most || text.length > longest) return false;
    const times = atOnce ? after : (seen.get(text) ?? 0) + 1;
    // A flood of texts that never come again must not be remembered for ever.
    if (seen.size >= remembered) seen.clear();
    if (times < after) {
      seen.set(text, times);
      return false;
    }
    seen.delete(text);
    chosen.add(text);
    return true;
  };
  return (client, text, parameters, options) => {
    // What is given nothing is sent in one round trip as it is.
    const prepare = parameters !== undefined && parameters.length > 0 && isChosen(text, options?.prepare === true);
    return client.unsafe(text, parameters, { ...options, prepare });
  };
}
