import type { Ctx } from '../modules/context.ts';
import type { Loaders } from './loaders.ts';

/** The browser cookies that this server sets: who opened a link, and who signed in. */
export type CookieName = 'activation' | 'session';

/** What resolvers get: what use cases get, the request's batch loaders, and a way to set a cookie. */
export interface SchemaContext extends Ctx {
  loaders: Loaders;
  /**
   * Sets a cookie of the answer, or clears it.
   * @throws Refused where the transport has no answer that could carry one (WebSocket)
   */
  setCookie(name: CookieName, cookie: { token: string; expiresAt: Date } | null): void;
}
