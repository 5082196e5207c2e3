/** One thing that the doctor looked at. */
export interface Finding {
  what: string;
  ok: boolean;
  /** What was found, in words. */
  text: string;
  /** The command or step that mends it. */
  mend?: string;
  /** Whether taps work without it all the same. */
  optional?: boolean;
}

export const good = (what: string, text: string): Finding => ({ what, ok: true, text });
export const bad = (what: string, text: string, mend: string): Finding => ({ what, ok: false, text, mend });
/** Something that is missing, and that not everybody needs. */
export const without = (what: string, text: string, mend: string): Finding => ({ what, ok: false, text, mend, optional: true });
