import { escapeHtml, type Words } from './words.ts';

/** What a mail is made of, from top to bottom. */
export type Block =
  | { kind: 'paragraph'; words: Words }
  /** What somebody wrote, word for word. */
  | { kind: 'quote'; text: string }
  /** A button, and its link below for who cannot press it. */
  | { kind: 'button'; label: string; link: string }
  /** Something to type elsewhere, set apart so that it is read without a mistake. */
  | { kind: 'code'; label: string; code: string }
  | { kind: 'small'; words: Words };

/** A mail's two bodies. Nothing in them is fetched from anywhere, and nothing tells whether the mail was read. */
export const layout = (title: string, blocks: readonly Block[]): { text: string; html: string } => ({
  text: `${blocks.map(asText).join('\n\n')}\n`,
  html: page(title, blocks.map(asHtml).join('\n')),
});

function asText(block: Block): string {
  switch (block.kind) {
    case 'quote':
      return block.text
        .split('\n')
        .map((line) => `> ${line}`.trimEnd())
        .join('\n');
    case 'button':
      return `${block.label}:\n${block.link}`;
    case 'code':
      return `${block.label}:\n\n    ${block.code}`;
    default:
      return block.words.text;
  }
}

const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

function asHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p style="margin:0 0 16px">${block.words.html}</p>`;
    case 'quote': {
      // A line a paragraph of its own direction: a note in two languages reads right in both.
      const lines = block.text.split('\n').map((line) => `<div dir="auto">${escapeHtml(line) || '&nbsp;'}</div>`);
      return `<blockquote class="quote" style="margin:0 0 16px;padding:8px 16px;border-left:4px solid #c9ced6">${lines.join('')}</blockquote>`;
    }
    case 'button': {
      const href = escapeHtml(block.link);
      return `<p style="margin:24px 0 16px"><a href="${href}" style="display:block;padding:16px 24px;border-radius:8px;background-color:#0d7363;color:#ffffff;font-size:18px;font-weight:600;text-align:center;text-decoration:none">${escapeHtml(block.label)}</a></p>
<p class="small" style="margin:0 0 24px;font-size:14px;color:#4b5563">If the button does nothing, copy this link into the browser:<br><a href="${href}" class="link" style="color:#0d7363;word-break:break-all">${href}</a></p>`;
    }
    case 'code':
      return `<div class="code" style="margin:24px 0;padding:16px 24px;border-radius:8px;background-color:#eef2f1;text-align:center">
<p class="small" style="margin:0 0 8px;font-size:14px;color:#4b5563">${escapeHtml(block.label)}</p>
<p style="margin:0;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:32px;font-weight:700;letter-spacing:6px">${escapeHtml(block.code)}</p>
</div>`;
    case 'small':
      return `<p class="small" style="margin:0 0 12px;font-size:14px;color:#4b5563">${block.words.html}</p>`;
  }
}

const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #111827 !important; }
  .card { background-color: #1f2937 !important; color: #f3f4f6 !important; }
  .small { color: #c9ced6 !important; }
  .link { color: #5bcdb5 !important; }
  .quote { border-left-color: #6b7280 !important; }
  .code { background-color: #111827 !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#f4f5f2">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px"><tr><td class="card" style="padding:24px;border-radius:12px;background-color:#ffffff;color:#111827;${font};font-size:16px;line-height:1.5;text-align:left">
${body}
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
