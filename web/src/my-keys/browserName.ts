// The first that fits counts: each browser also names those that it is like.
const browsers: readonly (readonly [name: string, mark: RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bSafari\//],
];
const systems: readonly (readonly [name: string, mark: RegExp])[] = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
];

const find = (list: typeof browsers, text: string) => list.find(([, mark]) => mark.test(text))?.[0];

/** What a browser calls itself, in short; empty where it is none that is known. */
export const browserName = (userAgent: string): string => [find(browsers, userAgent), find(systems, userAgent)].filter(Boolean).join(', ');
