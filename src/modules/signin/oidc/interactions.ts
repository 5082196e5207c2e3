import { and, eq, gt } from 'drizzle-orm';
import { oidcArtifacts } from '../../../db/tables/oidc.ts';
import { type Ctx, type Server, tx } from '../../context.ts';
import type { ApplicationRefusal } from '../../events/catalogue.ts';
import type { Application } from './applications.ts';
import { hashOf } from './artifacts.ts';
import { findApplication } from './readApplications.ts';
import { type Admitted, admit, type SignedIn, signedInBy } from './standing.ts';

/** A sign-in that an application asked for, while the person is on our pages. */
export interface Interaction {
  id: string;
  workspaceId: string;
  application: Application;
  /** The username that the application thinks it is. */
  loginHint: string | null;
  askedAt: Date;
  /** When a sign-in is too old to do. */
  notBefore: Date | null;
  /** The person whom the application means, where it showed an ID token of theirs. */
  meant: string | null;
}

interface Kept {
  params?: { client_id?: string; login_hint?: string; max_age?: string | number };
  prompt?: { reasons?: string[] };
  meant?: string;
}

/** The interaction with this id; null where there is none, it is over, or its application was deleted. */
export async function findInteraction({ db, clock }: Pick<Server, 'db' | 'clock'>, id: string): Promise<Interaction | null> {
  const [found] = await db
    .select()
    .from(oidcArtifacts)
    .where(and(eq(oidcArtifacts.idHash, hashOf('Interaction', id)), gt(oidcArtifacts.expiresAt, clock.now())));
  if (!found) return null;
  const { params, prompt, meant } = found.payload as Kept;
  const application = await findApplication(db, found.workspaceId, params?.client_id ?? '');
  if (!application) return null;
  const maxAge = params?.max_age === undefined ? null : Number(params.max_age) * 1_000;
  return {
    id,
    workspaceId: found.workspaceId,
    application,
    loginHint: params?.login_hint ?? null,
    askedAt: found.createdAt,
    notBefore: notBefore(prompt?.reasons ?? [], found.createdAt, maxAge),
    meant: meant ?? null,
  };
}

/** Whoever is there already is enough, unless the application asks for a new sign-in. */
function notBefore(reasons: string[], askedAt: Date, maxAge: number | null): Date | null {
  if (reasons.some((reason) => asksAnew.includes(reason))) return askedAt;
  return maxAge === null ? null : new Date(askedAt.getTime() - maxAge);
}

const asksAnew = ['login_prompt', 'select_account_prompt'];

/** What becomes of an interaction. */
export type Outcome =
  | { type: 'sign-in' }
  | { type: 'refused'; reason: ApplicationRefusal; signedIn: SignedIn }
  | { type: 'admitted'; admitted: Admitted };

/** Decides for a browser’s session, or for a browser without one. */
export async function decide(server: Server, interaction: Interaction, sessionId: string | null): Promise<Outcome> {
  const signedIn = sessionId === null ? null : await signedInBy(server, interaction.workspaceId, sessionId);
  if (!signedIn) return { type: 'sign-in' };
  const { createdAt } = signedIn.session;
  if (interaction.notBefore && createdAt < interaction.notBefore) return { type: 'sign-in' };
  if (interaction.meant !== null && interaction.meant !== signedIn.user.id) {
    // Whoever was there before can make room for the other; who signed in since did not.
    return createdAt < interaction.askedAt ? { type: 'sign-in' } : { type: 'refused', reason: 'OTHER_PERSON', signedIn };
  }
  const admitted = await admit(server, signedIn, interaction.application.id);
  return admitted ? { type: 'admitted', admitted } : { type: 'refused', reason: 'NOT_IN_GROUP', signedIn };
}

/** Tells the log that somebody came into an application. */
export async function tellSignedIn(ctx: Ctx, { session, user }: SignedIn, applicationId: string): Promise<void> {
  if (!session.auditable) return;
  const payload = { applicationId, sessionId: session.id };
  await tx(ctx, async (ctx) => ctx.emit(session.workspaceId, { type: 'application.signed_in', userId: user.id, keyId: session.keyId, payload }));
}

/** Tells the log that somebody was not let in. */
export async function tellRefused(ctx: Ctx, { session, user }: SignedIn, applicationId: string, reason: ApplicationRefusal): Promise<void> {
  if (!session.auditable) return;
  const payload = { applicationId, reason };
  await tx(ctx, async (ctx) => ctx.emit(session.workspaceId, { type: 'application.refused', userId: user.id, keyId: session.keyId, payload }));
}
