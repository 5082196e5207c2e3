/** Goes to the sign-in, which comes back to this very page. */
export function goToSignIn(): void {
  const { pathname, search } = location;
  const here = pathname + search;
  location.assign(here === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}`);
}
