import { and, eq, gte, isNull, not, type SQL } from 'drizzle-orm';
import type { Db } from '../../../db/handle.ts';
import { activationLinks, enrolments } from '../../../db/tables/enrolment.ts';
import type { ApplicationClaim, GroupsClaim } from '../../../db/tables/oidc.ts';
import type { User } from '../../directory/users.ts';
import type { Admitted } from './standing.ts';

/** The claims of OpenID Connect that each of ours stands for, and the scope that asks for it. */
const standardClaims = {
  NAME: { scope: 'profile', claims: ['name'] },
  USERNAME: { scope: 'profile', claims: ['preferred_username'] },
  EMPLOYMENT: { scope: 'profile', claims: ['employee_number', 'department'] },
  EMAIL: { scope: 'email', claims: ['email', 'email_verified'] },
  PHONE: { scope: 'phone', claims: ['phone_number'] },
  GROUPS: { scope: 'groups', claims: ['groups'] },
} as const satisfies Record<ApplicationClaim, { scope: string; claims: readonly string[] }>;

const claimsOfScope = (wanted: string): string[] =>
  Object.values(standardClaims).flatMap(({ scope, claims }) => (scope === wanted ? [...claims] : []));

/** Which claims each scope asks for. How the person signed in is told to everybody. */
export const claimsByScope: Record<string, string[]> = {
  openid: ['sub', 'auth_time', 'amr', 'acr'],
  profile: claimsOfScope('profile'),
  email: claimsOfScope('email'),
  phone: claimsOfScope('phone'),
  groups: claimsOfScope('groups'),
};

/** How a sign-in is told by `acr`, from the strongest down. */
export const acrs = {
  /** OpenID EAP ACR Values 1.0: phishing-resistant, by a key that its maker vouches is held in hardware. */
  hardware: 'phrh',
  /** The same without that proof. */
  resistant: 'phr',
  /** A card, whose number can be copied, and its PIN: a page that looks like ours could ask for that. */
  card: 'urn:latchkey:acr:card-pin',
} as const;

/** What is told of the key: `phrh` needs an attestation, as a device that says it is hardware may be none. */
export function acrOf({ session: { amr }, attested }: Pick<Admitted, 'session' | 'attested'>): string | undefined {
  if (amr.includes('hwk') && attested) return acrs.hardware;
  if (amr.includes('hwk') || amr.includes('swk')) return acrs.resistant;
  return amr.includes('pin') ? acrs.card : undefined;
}

export const authTimeOf = ({ session }: Pick<Admitted, 'session'>): number => Math.floor(session.createdAt.getTime() / 1_000);

/** What an application learns of a person who is in it: no more than the groups that let them in allow. */
export async function claimsOf(db: Db, admitted: Admitted, groupsClaim: GroupsClaim): Promise<Record<string, unknown>> {
  const { user, session } = admitted;
  const told = await Promise.all([...admitted.claims].map((claim) => valuesOf(db, claim, admitted, groupsClaim)));
  const how = session.amr.length > 0 && { amr: session.amr, acr: acrOf(admitted) };
  return Object.assign({ sub: user.id, auth_time: authTimeOf(admitted), ...how }, ...told);
}

async function valuesOf(db: Db, claim: ApplicationClaim, { user, groups }: Admitted, groupsClaim: GroupsClaim): Promise<Record<string, unknown>> {
  switch (claim) {
    case 'NAME':
      return { name: user.displayName };
    case 'USERNAME':
      return { preferred_username: user.username };
    case 'EMPLOYMENT':
      return { employee_number: user.employeeNumber ?? undefined, department: user.department ?? undefined };
    case 'EMAIL':
      return { email: user.email, ...((await isEmailProven(db, user)) && { email_verified: true }) };
    case 'PHONE':
      return { phone_number: user.phone ?? undefined };
    case 'GROUPS':
      return { groups: groups.map(({ id, name }) => (groupsClaim === 'IDS' ? id : name)) };
  }
}

/** Whether the person once activated a key by a link that went to the address that they have now and nowhere else. */
async function isEmailProven(db: Db, { workspaceId, id, emailChangedAt }: User): Promise<boolean> {
  const mailedSince: SQL | undefined = emailChangedAt ? gte(activationLinks.createdAt, emailChangedAt) : undefined;
  const [proof] = await db
    .select({ id: enrolments.id })
    .from(enrolments)
    .innerJoin(activationLinks, and(eq(activationLinks.workspaceId, enrolments.workspaceId), eq(activationLinks.enrolmentId, enrolments.id)))
    .where(
      and(
        eq(enrolments.workspaceId, workspaceId),
        eq(enrolments.userId, id),
        eq(enrolments.status, 'ACTIVATED'),
        isNull(activationLinks.replacedAt),
        not(activationLinks.shown),
        mailedSince,
      ),
    )
    .limit(1);
  return proof !== undefined;
}
