/** A piece of a mail, as plain text and as HTML. */
export interface Words {
  text: string;
  html: string;
}

/**
 * A sentence of ours with what others wrote put in: `` words`Hello ${name},` ``. What is put in is escaped and isolated,
 * so that it can neither become markup nor turn the sentence around it; words inside words stay as they are.
 */
export function words(ours: TemplateStringsArray, ...parts: (string | Words)[]): Words {
  let { text, html } = plain(ours[0] ?? '');
  for (const [i, part] of parts.entries()) {
    const piece = typeof part === 'string' ? theirs(part) : part;
    const next = plain(ours[i + 1] ?? '');
    text += piece.text + next.text;
    html += piece.html + next.html;
  }
  return { text, html };
}

/** Text of ours. */
export const plain = (text: string): Words => ({ text, html: escapeHtml(text) });

/** Somebody's name or other line, kept to itself. */
function theirs(text: string): Words {
  const name = oneLine(text);
  return { text: isolated(name), html: `<bdi>${escapeHtml(name)}</bdi>` };
}

// LRM, RLM, ALM, embeddings, overrides and isolates: one that is never closed would reach into what follows.
const bidiControl = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
const firstStrongIsolate = '\u2068';
const popDirectionalIsolate = '\u2069';

/** A name between FSI and PDI (Unicode UAX #9) where it runs from right to left; others need none, and stay easy to search for. */
const isolated = (name: string) => (rightToLeft.test(name) ? firstStrongIsolate + name + popDirectionalIsolate : name);

/** Text as one line: no line break can add a header or a line of its own. */
const oneLine = (text: string): string =>
  text
    .replaceAll(bidiControl, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML, in an element or between double quotes. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
