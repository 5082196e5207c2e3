import { and, eq, ne, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '../../db/handle.ts';
import { users } from '../../db/tables/directory.ts';
import type { UserDetails } from '../../db/tables/enrolment.ts';
import { InvalidInput, type Issue } from '../errors.ts';
import { examine, line, optionalLine, violatedConstraint } from '../validation.ts';

const email = line('Email', { max: 254 }).superRefine((text, ctx) => {
  if (text !== '' && !z.email().safeParse(text).success) {
    ctx.addIssue({
      code: 'custom',
      message: `Email must read like name@example.org, got ${JSON.stringify(text)}.`,
      params: { code: 'INVALID_EMAIL' },
    });
  }
});

const username = line('Username', { max: 64 }).superRefine((text, ctx) => {
  if (/\s/.test(text)) ctx.addIssue({ code: 'custom', message: 'Username must not hold spaces.', params: { code: 'INVALID_USERNAME' } });
});

/** Who a person is: the wizard's first step, and createUser. */
export const userDetails = z.object({
  displayName: line('Name', { max: 200 }),
  email,
  username,
  employeeNumber: optionalLine('Employee number', { max: 64 }),
  department: optionalLine('Department', { max: 200 }),
  phone: optionalLine('Phone', { max: 40 }),
});

/** The same, each part for itself: updateUser. */
export const userChanges = userDetails.partial();

const taken = {
  email: { code: 'EMAIL_TAKEN', message: 'Another person has this email already.' },
  username: { code: 'USERNAME_TAKEN', message: 'Another person has this username already.' },
} as const;

/** The issues of an email or username that somebody else has, without regard to case. */
export async function findTaken(
  db: Db,
  workspaceId: string,
  details: { email?: string | undefined; username?: string | undefined },
  path: (string | number)[],
  exceptUserId?: string,
): Promise<Issue[]> {
  const claims = [
    details.email === undefined ? undefined : sql`lower(${users.email}) = lower(${details.email})`,
    details.username === undefined ? undefined : sql`lower(${users.username}) = lower(${details.username})`,
  ].filter((claim) => claim !== undefined);
  if (claims.length === 0) return [];
  const rows = await db
    .select({
      email: details.email === undefined ? sql<boolean>`false` : sql<boolean>`lower(${users.email}) = lower(${details.email})`,
      username: details.username === undefined ? sql<boolean>`false` : sql<boolean>`lower(${users.username}) = lower(${details.username})`,
    })
    .from(users)
    .where(and(eq(users.workspaceId, workspaceId), or(...claims), exceptUserId ? ne(users.id, exceptUserId) : undefined));
  return (['email', 'username'] as const)
    .filter((field) => rows.some((row) => row[field]))
    .map((field) => ({ path: [...path, field], ...taken[field] }));
}

/** What is wrong with a person's details, the directory included: what can be read is looked up even where other parts are bad. */
export async function examineDetails(
  db: Db,
  workspaceId: string,
  input: unknown,
  path: (string | number)[],
): Promise<{ value: UserDetails | null; issues: Issue[] }> {
  const { value, issues } = examine(userDetails, input, path);
  const bad = new Set(issues.map((issue) => issue.path[path.length]));
  const readable = userDetails.partial().safeParse(Object.fromEntries(Object.entries(input ?? {}).filter(([field]) => !bad.has(field))));
  const taken = readable.success ? await findTaken(db, workspaceId, readable.data, path) : [];
  return { value: taken.length > 0 ? null : value, issues: [...issues, ...taken] };
}

/** The same problem, met at the insert: somebody was quicker. Returns the error as it came where it is another one. */
export function takenMeanwhile(error: unknown, path: (string | number)[]): unknown {
  const constraint = violatedConstraint(error);
  if (constraint === 'users_email_key') return new InvalidInput([{ path: [...path, 'email'], ...taken.email }]);
  if (constraint === 'users_username_key') return new InvalidInput([{ path: [...path, 'username'], ...taken.username }]);
  return error;
}
