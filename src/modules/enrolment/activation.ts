import { and, eq } from 'drizzle-orm';
import { users } from '../../db/tables/directory.ts';
import type { EnrolmentStatus } from '../../db/tables/enrolment.ts';
import { type KeyKind, type SmartphoneSettings, securityKeys } from '../../db/tables/keys.ts';
import type { ActivationProof } from '../../db/tables/workspaces.ts';
import type { Ctx } from '../context.ts';
import type { User } from '../directory/users.ts';
import { NotFound, Refused } from '../errors.ts';
import { type SecurityKey, theKey } from '../keys/keys.ts';
import { findWorkspace } from '../workspace/workspaces.ts';
import { sessionOfBrowser } from './activationSessions.ts';
import type { Enrolment } from './enrolments.ts';
import { inviterName } from './links.ts';

/** An enrolment as its person sees it: no ids of others, nothing that only administrators may know. */
export interface Activation {
  workspaceId: string;
  enrolmentId: string;
  organisation: string;
  personName: string;
  inviterName: string | null;
  kind: KeyKind;
  keyName: string;
  smartphone: SmartphoneSettings | null;
  offlineReady: boolean | null;
  proof: ActivationProof;
  status: EnrolmentStatus;
  expiresAt: Date;
  /** Whether the calling browser opened the link, with the code where one is asked for. Who has the link alone sees no reader and no tap. */
  opened: boolean;
}

/** What the person sees of an enrolment that their browser opened. */
export async function activationOf(ctx: Ctx, enrolment: Enrolment): Promise<Activation> {
  const { key, user } = await keyAndUser(ctx, enrolment);
  const [workspace, inviter] = await Promise.all([findWorkspace(ctx.db, enrolment.workspaceId), inviterName(ctx, enrolment)]);
  return {
    workspaceId: enrolment.workspaceId,
    enrolmentId: enrolment.id,
    organisation: workspace.name,
    personName: user.displayName,
    inviterName: inviter,
    kind: key.kind,
    keyName: key.name,
    smartphone: key.smartphone,
    offlineReady: key.offlineReady,
    proof: enrolment.proof,
    status: enrolment.status,
    expiresAt: enrolment.expiresAt,
    opened: true,
  };
}

/** What kind of key an enrolment gives. */
export const kindOf = async (ctx: Ctx, enrolment: Enrolment): Promise<KeyKind> => (await keyAndUser(ctx, enrolment)).key.kind;

/** The activation that this browser has opened, and all that belongs to it. */
export interface OpenActivation {
  sessionId: string;
  enrolment: Enrolment;
  key: SecurityKey;
  user: User;
}

/**
 * The activation of the calling browser.
 * @param id the enrolment that the page shows: in another tab the same browser may have opened another link since
 * @throws Refused ACTIVATION_SESSION_ENDED, PERSON_SUSPENDED
 */
export async function requireActivation(ctx: Ctx, id: string): Promise<OpenActivation> {
  const found = await sessionOfBrowser(ctx);
  if (!found || found.endedAt || found.enrolment.status !== 'OPENED' || found.enrolment.id !== id) {
    throw new Refused(
      'ACTIVATION_SESSION_ENDED',
      'This page was open for too long, or the link or another one was opened since. Open the link once more.',
    );
  }
  const { key, user } = await keyAndUser(ctx, found.enrolment);
  requireNotSuspended(user);
  return { sessionId: found.sessionId, enrolment: found.enrolment, key, user };
}

/** Throws where the person is suspended: they get no key meanwhile. */
export function requireNotSuspended(user: Pick<User, 'suspendedAt'>): void {
  if (user.suspendedAt) throw new Refused('PERSON_SUSPENDED', 'Your account is suspended. Ask your administrator.');
}

/** The enrolment that the calling browser opened last, whatever has become of it; null where it opened none. */
export const activationOfSession = async (ctx: Ctx): Promise<Enrolment | null> => (await sessionOfBrowser(ctx))?.enrolment ?? null;

async function keyAndUser(ctx: Ctx, { workspaceId, keyId, userId }: Enrolment): Promise<{ key: SecurityKey; user: User }> {
  const [[key], [user]] = await Promise.all([
    ctx.db.select().from(securityKeys).where(theKey(workspaceId, keyId)),
    ctx.db
      .select()
      .from(users)
      .where(and(eq(users.workspaceId, workspaceId), eq(users.id, userId))),
  ]);
  if (!key || !user) throw new NotFound('enrolment');
  return { key, user };
}
