import type { ComponentChildren } from 'preact';

interface ButtonProps {
  children: ComponentChildren;
  onPress?: () => void;
  kind?: 'primary' | 'secondary' | 'quiet';
  type?: 'button' | 'submit';
  /** At work: it keeps the focus and does nothing. */
  busy?: boolean;
}

export function Button({ children, onPress, kind = 'primary', type = 'button', busy = false }: ButtonProps) {
  const press = (event: Event) => {
    if (busy) event.preventDefault();
    else onPress?.();
  };
  return (
    <button type={type} class={`button button-${kind}`} aria-disabled={busy} onClick={press}>
      {busy && <span class="spinner" aria-hidden="true" />}
      <span>{children}</span>
    </button>
  );
}
