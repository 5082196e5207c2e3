import { createHash, randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { allowStyles } from '../headers.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it stands in HTML. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

const styles = `
:root { color-scheme: light dark; font: 400 1rem/1.6 system-ui, sans-serif; }
body { max-width: 34rem; margin: 0 auto; padding: 2rem 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.625rem; line-height: 1.25; }
button { font: inherit; font-weight: 600; padding: .75rem 1.25rem; border: 0; border-radius: .875rem; background: #0d7363; color: #fff; }
`;

/** A page that needs no script and no file. `body` is HTML. */
export function page(response: ServerResponse, title: string, body: string): string {
  const nonce = randomBytes(16).toString('base64');
  allowStyles(response, nonce);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Latchkey</title><style nonce="${nonce}">${styles}</style>
</head>
<body><main><h1>${escapeHtml(title)}</h1>${body}</main></body>
</html>`;
}

const submit = 'document.forms[0].submit()';

/** A script that sends the page’s form off, and the source by which the page’s policy knows it. */
export const submitting = { script: `<script>${submit}</script>`, source: `'sha256-${createHash('sha256').update(submit).digest('base64')}'` };
