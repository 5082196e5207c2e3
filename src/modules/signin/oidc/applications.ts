import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import {
  type ApplicationClaim,
  type ApplicationType,
  applicationGroups,
  applications,
  type GroupsClaim,
  oidcArtifacts,
  type SigningAlgorithm,
} from '../../../db/tables/oidc.ts';
import { newId } from '../../../lib/ids.ts';
import { newToken, sha256 } from '../../../lib/secrets.ts';
import { type Ctx, type TxCtx, tx } from '../../context.ts';
import { findUnknownGroups } from '../../directory/groups.ts';
import { InvalidInput, NotFound } from '../../errors.ts';
import { require } from '../../policy/require.ts';
import { parse } from '../../validation.ts';
import { applicationChanges, applicationGroupsInput, newApplication } from './applicationInput.ts';

export type Application = typeof applications.$inferSelect;

/** What can be said of an application; what is left out stays as it is. */
export interface ApplicationInput {
  name?: string | null | undefined;
  redirectUris?: readonly string[] | null | undefined;
  postLogoutRedirectUris?: readonly string[] | null | undefined;
  idTokenAlgorithm?: SigningAlgorithm | null | undefined;
  groupsClaim?: GroupsClaim | null | undefined;
}

/** A group whose members may sign in, and what the application learns of them. */
export interface ApplicationGroupInput {
  groupId: string;
  claims: readonly ApplicationClaim[];
}

/** An application, and its client secret where it has one: in this answer and nowhere else. */
export interface WithSecret {
  application: Application;
  clientSecret: string | null;
}

const newSecret = () => newToken('lkc_');

/** Registers an application. Nobody may sign in to it until it has groups. @throws InvalidInput, AccessDenied */
export async function createApplication(ctx: Ctx, input: ApplicationInput & { type: ApplicationType }): Promise<WithSecret> {
  const workspaceId = require(ctx, 'application.write');
  const wanted = parse(newApplication, withoutGaps(input));
  const clientSecret = wanted.type === 'CONFIDENTIAL' ? newSecret() : null;
  const now = ctx.clock.now();
  return tx(ctx, async (ctx) => {
    const [application] = await ctx.db
      .insert(applications)
      .values({
        workspaceId,
        id: newId('application'),
        name: wanted.name,
        type: wanted.type,
        redirectUris: wanted.redirectUris,
        postLogoutRedirectUris: wanted.postLogoutRedirectUris ?? [],
        idTokenAlgorithm: wanted.idTokenAlgorithm ?? 'RS256',
        groupsClaim: wanted.groupsClaim ?? 'NAMES',
        secretHash: clientSecret === null ? null : sha256(clientSecret),
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    ctx.emit(workspaceId, { type: 'application.created', payload: { applicationId: (application as Application).id } });
    return { application: application as Application, clientSecret };
  });
}

/** Changes an application; what is left out stays. @throws NotFound, InvalidInput, AccessDenied */
export async function updateApplication(ctx: Ctx, applicationId: string, input: ApplicationInput): Promise<Application> {
  const workspaceId = require(ctx, 'application.write');
  const changes = parse(applicationChanges, withoutGaps(input));
  return tx(ctx, async (ctx) => {
    const before = await lockApplication(ctx, workspaceId, applicationId);
    const fields = (Object.keys(changes) as (keyof typeof changes)[]).filter((field) => String(changes[field]) !== String(before[field]));
    if (fields.length === 0) return before;
    return change(ctx, before, changes, fields);
  });
}

/** Gives an application a new client secret; the old one is nothing from now on. @throws NotFound, AccessDenied, InvalidInput */
export async function rotateApplicationSecret(ctx: Ctx, applicationId: string): Promise<WithSecret> {
  const workspaceId = require(ctx, 'application.write');
  const clientSecret = newSecret();
  return tx(ctx, async (ctx) => {
    const { type } = await lockApplication(ctx, workspaceId, applicationId);
    if (type === 'PUBLIC') {
      throw new InvalidInput([{ path: ['applicationId'], code: 'NO_SECRET', message: 'A public application has no secret: it could not keep one.' }]);
    }
    const [application] = await ctx.db
      .update(applications)
      .set({ secretHash: sha256(clientSecret), updatedAt: ctx.clock.now() })
      .where(isApplication(workspaceId, applicationId))
      .returning();
    ctx.emit(workspaceId, { type: 'application.secret_rotated', payload: { applicationId } });
    return { application: application as Application, clientSecret };
  });
}

/** Deletes an application, and with it whatever it was given. @throws NotFound, AccessDenied */
export async function deleteApplication(ctx: Ctx, applicationId: string): Promise<{ applicationId: string }> {
  const workspaceId = require(ctx, 'application.write');
  return tx(ctx, async (ctx) => {
    const gone = await ctx.db.delete(applications).where(isApplication(workspaceId, applicationId)).returning({ id: applications.id });
    if (gone.length === 0) throw new NotFound('application');
    ctx.emit(workspaceId, { type: 'application.deleted', payload: { applicationId } });
    return { applicationId };
  });
}

/**
 * Says whose members may sign in to an application. Who is in none of the groups any more is out at once.
 * @throws NotFound, InvalidInput with an issue for each unknown group, AccessDenied
 */
export async function setApplicationGroups(ctx: Ctx, applicationId: string, input: readonly ApplicationGroupInput[]): Promise<Application> {
  const workspaceId = require(ctx, 'application.write');
  const rows = parse(applicationGroupsInput, input, ['groups']);
  return tx(ctx, async (ctx) => {
    const before = await lockApplication(ctx, workspaceId, applicationId);
    const groupIds = rows.map(({ groupId }) => groupId);
    const issues = await findUnknownGroups(ctx.db, workspaceId, groupIds, ['groups']);
    if (issues.length > 0) throw new InvalidInput(issues);
    await ctx.db
      .delete(applicationGroups)
      .where(and(eq(applicationGroups.workspaceId, workspaceId), eq(applicationGroups.applicationId, applicationId)));
    const values = rows.map(({ groupId, claims }) => ({ workspaceId, applicationId, groupId, claims: [...new Set(claims)] }));
    if (values.length > 0) await ctx.db.insert(applicationGroups).values(values);
    return change(ctx, before, {}, ['groups']);
  });
}

type ApplicationChanges = z.output<typeof applicationChanges>;

async function change(ctx: TxCtx, { workspaceId, id }: Application, changes: ApplicationChanges, fields: string[]): Promise<Application> {
  const [after] = await ctx.db
    .update(applications)
    .set({ ...changes, updatedAt: ctx.clock.now() })
    .where(isApplication(workspaceId, id))
    .returning();
  // A code on its way to an address that is registered no more goes nowhere.
  if (fields.includes('redirectUris')) {
    const codes = and(eq(oidcArtifacts.model, 'AuthorizationCode'), eq(oidcArtifacts.applicationId, id));
    await ctx.db.delete(oidcArtifacts).where(and(eq(oidcArtifacts.workspaceId, workspaceId), codes));
  }
  ctx.emit(workspaceId, { type: 'application.updated', payload: { applicationId: id, fields } });
  return after as Application;
}

async function lockApplication(ctx: TxCtx, workspaceId: string, id: string): Promise<Application> {
  const [found] = await ctx.db.select().from(applications).where(isApplication(workspaceId, id)).for('update');
  if (!found) throw new NotFound('application');
  return found;
}

const isApplication = (workspaceId: string, id: string) => and(eq(applications.workspaceId, workspaceId), eq(applications.id, id));

/** Null and what is left out are the same here: nothing of an application can be emptied. */
const withoutGaps = (input: object) => Object.fromEntries(Object.entries(input).filter(([, value]) => value != null));
