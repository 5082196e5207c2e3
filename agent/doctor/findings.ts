/** One thing that the doctor looked at. */
export interface Finding {
  what: string;
  ok: boolean;
  /** What was found, in words. */
  text: string;
  /** The command or step that mends it. */
  mend?: string;
}

export const good = (what: string, text: string): Finding => ({ what, ok: true, text });
export const bad = (what: string, text: string, mend: string): Finding => ({ what, ok: false, text, mend });
