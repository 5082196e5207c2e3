/** Where to go after the sign-in: a path on this very server, or else its home. */
export function nextPage(search: string, origin: string): string {
  const next = new URLSearchParams(search).get('next');
  // `//host` and `/\host` are addresses elsewhere, and browsers drop tabs and newlines before they look.
  if (!next || !/^\/(?![/\\])/.test(next) || /[\t\n\r]/.test(next)) return '/';
  const address = new URL(next, origin);
  // The whole address: a path alone that begins with `//`, as `/.//host` becomes, would be a host again.
  return address.origin === origin ? address.href : '/';
}

/** The interaction of OpenID Connect that the sign-in is for; null where it is for this server itself. */
export function interactionIn(search: string): string | null {
  const id = new URLSearchParams(search).get('interaction');
  return id !== null && /^[\w-]{1,200}$/.test(id) ? id : null;
}

/** Where a person goes on once they are signed in: to the application, or the console, or what is theirs. */
export function pageAfter({ role }: { role: string | null }, { search, origin }: Pick<Location, 'search' | 'origin'>): string {
  const interaction = interactionIn(search);
  if (interaction) return `/oidc/interaction/${interaction}`;
  return role ? nextPage(search, origin) : '/my-keys';
}
