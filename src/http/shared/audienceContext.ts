import type { Server } from '../../modules/context.ts';
import type { Audience } from '../../modules/policy/audience.ts';
import type { SchemaContext } from '../../schema/context.ts';
import { Loaders } from '../../schema/loaders.ts';

/**
 * The context of what is executed for an audience. Whatever depends on who calls must fail here and not be shown to
 * everybody as one of them would see it.
 */
export const audienceContext = (server: Server, audience: Audience): SchemaContext => ({
  ...server,
  audience,
  get actor() {
    return nobody('actor');
  },
  get origin() {
    return nobody('origin');
  },
  get activationToken() {
    return nobody('activation token');
  },
  loaders: new Loaders(server),
  setCookie: () => nobody('cookie'),
});

function nobody(what: string): never {
  throw new Error(`This is executed for an audience, which has no ${what}.`);
}
