/** Says what happens while the agent runs. A card's number goes in as its last four digits, never whole. */
export type Log = (event: string, text: string, fields?: Record<string, unknown>) => void;

/** Lines for people, or with `json` one object a line for programs. */
export const openLog = (json: boolean): Log =>
  json
    ? (event, text, fields = {}) => console.log(JSON.stringify({ time: new Date().toISOString(), event, text, ...fields }))
    : (_event, text) => console.log(text);
