/**
 * Takes the secret out of the address bar, so that it is in no bookmark, screenshot or shared screen. It lives in the
 * page's memory from here on. A link that is pasted over the open page loads it anew.
 */
export function takeToken(): string | null {
  const token = location.hash.slice(1).trim();
  if (token) history.replaceState(null, '', location.pathname + location.search);
  addEventListener('hashchange', () => {
    if (location.hash.length > 1) location.reload();
  });
  return token || null;
}
