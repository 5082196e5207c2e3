/** Where to go after the sign-in: a path on this very server, or else its home. */
export function nextPage(search: string, origin: string): string {
  const next = new URLSearchParams(search).get('next');
  // `//host` and `/\host` are addresses elsewhere, and browsers drop tabs and newlines before they look.
  if (!next || !/^\/(?![/\\])/.test(next) || /[\t\n\r]/.test(next)) return '/';
  const address = new URL(next, origin);
  // The whole address: a path alone that begins with `//`, as `/.//host` becomes, would be a host again.
  return address.origin === origin ? address.href : '/';
}
