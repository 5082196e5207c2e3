import type { CookieName } from '../schema/context.ts';
import type { RequestHead } from './origin.ts';

/** A cookie's full name. Safari refuses `__Host-` over plain http, which only localhost has. */
const fullName = (name: CookieName, secure: boolean): string => `${secure ? '__Host-' : ''}latchkey-${name}`;

/** The token in a cookie of ours, or null. */
export function readCookie(request: RequestHead, name: CookieName, secure: boolean): string | null {
  const wanted = fullName(name, secure);
  for (const pair of request.headers.cookie?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === wanted) return pair.slice(at + 1).trim() || null;
  }
  return null;
}

/** A Set-Cookie header: out of reach for scripts, and not sent along from other sites. Null clears the cookie. */
export function cookieHeader(name: CookieName, cookie: { token: string; expiresAt: Date } | null, secure: boolean): string {
  const { token, expiresAt } = cookie ?? { token: '', expiresAt: new Date(0) };
  const parts = [`${fullName(name, secure)}=${token}`, 'Path=/', `Expires=${expiresAt.toUTCString()}`, 'HttpOnly', 'SameSite=Lax'];
  return (secure ? [...parts, 'Secure'] : parts).join('; ');
}
