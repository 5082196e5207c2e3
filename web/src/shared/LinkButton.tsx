import type { ComponentChildren } from 'preact';

/** A link that looks like a button. One to another place opens a tab that knows nothing of this one. */
export const LinkButton = ({ to, away = false, children }: { to: string; away?: boolean; children: ComponentChildren }) => (
  <a class="button button-primary" href={to} {...(away ? { target: '_blank', rel: 'noopener noreferrer' } : {})}>
    {children}
  </a>
);
