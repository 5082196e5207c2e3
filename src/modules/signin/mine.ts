import { type Ctx, tx } from '../context.ts';
import { NotFound } from '../errors.ts';
import type { EventType, LoggedEvent } from '../events/catalogue.ts';
import { pageOfEvents } from '../events/readEvents.ts';
import { endSessions, type Session, sessionsOf } from '../identity/sessions.ts';
import { keyName, lockKey, type SecurityKey, setKeyName, stopKey } from '../keys/keys.ts';
import type { Page, PageArgs } from '../paging.ts';
import { requirePerson } from '../policy/require.ts';
import { parse } from '../validation.ts';

/** What the log tells of somebody's sign-ins. */
const signInTypes: EventType[] = ['session.started', 'sign_in.refused', 'offline.signed_in', 'offline.refused'];

/** The caller's own sign-ins, good and bad, newest first, a page of them; by a key that is not auditable there are none. @throws AccessDenied, InvalidInput */
export async function listOwnSignIns(ctx: Ctx, page: PageArgs): Promise<Page<LoggedEvent>> {
  const { workspaceId, userId } = requirePerson(ctx);
  return pageOfEvents(ctx.db, workspaceId, { userId, types: signInTypes }, page);
}

/** Where the caller is signed in now, newest first. @throws AccessDenied */
export async function listOwnSessions(ctx: Ctx): Promise<Session[]> {
  const { workspaceId, userId } = requirePerson(ctx);
  return sessionsOf(ctx, workspaceId, userId);
}

/** Ends a session of the caller's. @throws AccessDenied; RateLimited; NotFound for another person's, and one that has ended */
export async function endOwnSession(ctx: Ctx, sessionId: string): Promise<{ sessionId: string }> {
  const { workspaceId, userId } = requirePerson(ctx);
  await ctx.limits.take('ownThings', userId);
  return tx(ctx, async (ctx) => {
    const open = await sessionsOf(ctx, workspaceId, userId);
    if (!open.some(({ id }) => id === sessionId)) throw new NotFound('session');
    await endSessions(ctx, workspaceId, { sessionId, userId });
    return { sessionId };
  });
}

/** Gives a key of the caller's another name. @throws AccessDenied, InvalidInput, NotFound, RateLimited */
export async function renameOwnKey(ctx: Ctx, { keyId, name }: { keyId: string; name: string }): Promise<SecurityKey> {
  const { workspaceId, userId } = requirePerson(ctx);
  const wanted = parse(keyName, name, ['name']);
  await ctx.limits.take('ownThings', userId);
  return tx(ctx, async (ctx) => {
    const { key } = await lockKey(ctx, workspaceId, keyId);
    if (key.userId !== userId) throw new NotFound('security key');
    return setKeyName(ctx, key, wanted);
  });
}

/**
 * Takes a key that the caller lost out of use at once, with the sessions that it opened: this one too, where it was that key's.
 * A lost key is urgent, so it asks for no fresh sign-in.
 * @throws AccessDenied; NotFound; RateLimited; Refused KEY_STATE, LAST_OWNER
 */
export async function reportOwnKeyLost(ctx: Ctx, keyId: string): Promise<SecurityKey> {
  const { workspaceId, userId } = requirePerson(ctx);
  await ctx.limits.take('ownThings', userId);
  return tx(ctx, async (ctx) => {
    const { key, user } = await lockKey(ctx, workspaceId, keyId);
    if (key.userId !== userId) throw new NotFound('security key');
    return stopKey(ctx, key, user, 'LOST');
  });
}
