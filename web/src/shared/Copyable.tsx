import { useState } from 'preact/hooks';
import { common } from './texts.ts';

/** Text to take along; where the browser refuses to copy, it can be marked by hand. */
export function Copyable({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <span class="copyable">
      <code>{text}</code>
      <button type="button" class="button button-quiet" aria-label={`${common.copy}: ${text}`} onClick={copy}>
        {common.copy}
      </button>
      <span role="status" class="copied">
        {copied ? common.copied : ''}
      </span>
    </span>
  );
}
