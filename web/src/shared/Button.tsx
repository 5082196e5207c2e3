import type { ComponentChildren } from 'preact';

interface ButtonProps {
  children: ComponentChildren;
  onPress?: () => void;
  kind?: 'primary' | 'secondary' | 'quiet';
  type?: 'button' | 'submit';
  /** What it is called where its text alone would not tell: begins with its text, or holds it. */
  label?: string;
  /** At work: it keeps the focus and does nothing. */
  busy?: boolean;
}

export function Button({ children, onPress, kind = 'primary', type = 'button', label, busy = false }: ButtonProps) {
  const press = (event: Event) => {
    if (busy) event.preventDefault();
    else onPress?.();
  };
  return (
    <button type={type} class={`button button-${kind}`} aria-disabled={busy} aria-label={label} onClick={press}>
      {busy && <span class="spinner" aria-hidden="true" />}
      <span>{children}</span>
    </button>
  );
}
