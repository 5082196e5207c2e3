import type { Ctx } from '../context.ts';
import { require } from '../policy/require.ts';
import { type LogVerification, verifyLog } from './verify.ts';

/** Walks the log of the caller's workspace. It reads every event, so it may be asked for a few times a minute. @throws AccessDenied, RateLimited */
export async function checkLog(ctx: Ctx): Promise<LogVerification> {
  const workspaceId = require(ctx, 'event.read');
  await ctx.limits.take('logCheck', workspaceId);
  return verifyLog(ctx, workspaceId);
}
