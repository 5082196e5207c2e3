import type { Send } from './statements.ts';

/** How often a text comes before it is prepared: some come once, as their length follows what is asked for. */
const after = 3;
/** How many texts are prepared: each connection keeps a plan of each. */
const most = 300;
const remembered = 2_000;
/** A longer text is of one caller's making. */
const longest = 4_000;

/**
 * Prepares the statements that come again and again: each connection then sends and plans their text once, and needs one
 * round trip for each where it needed two, the first of them to ask for the parameters' types.
 */
export function prepares(): Send {
  const chosen = new Set<string>();
  const seen = new Map<string, number>();
  const isChosen = (text: string): boolean => {
    if (chosen.has(text)) return true;
    if (chosen.size >= most || text.length > longest) return false;
    const times = (seen.get(text) ?? 0) + 1;
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
  return (client, text, parameters, options) => client.unsafe(text, parameters, { ...options, prepare: options?.prepare || isChosen(text) });
}
