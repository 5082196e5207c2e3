import { z } from 'zod';
import { line } from '../../validation.ts';

const mostAddresses = 20;
const longest = 1_000;
const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** What keeps an address from being one that browsers are sent back to; null where nothing does. */
function problemOf(address: string): string | null {
  if (address.length > longest) return `must be ${longest} characters at most, got ${address.length}`;
  const url = URL.parse(address);
  if (!url || url.username || url.password) return 'must be a whole address, such as https://app.example.org/callback';
  // OAuth 2.0 Security BCP (RFC 9700) §4.1.3: compared as texts, so a pattern would only look as if it worked.
  if (address.includes('*')) return 'must be one address: a * stands for nothing';
  if (address.includes('#')) return 'must not hold a fragment (#)';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.includes(url.hostname))) return null;
  return 'must be https; http is for localhost and 127.0.0.1 alone';
}

/** Addresses that browsers are sent back to, compared as texts later on. */
const addresses = (what: string, min: 0 | 1) =>
  z
    .array(z.string().trim())
    .transform((list) => [...new Set(list)])
    .superRefine((list, ctx) => {
      if (list.length < min || list.length > mostAddresses) {
        const code = list.length < min ? 'REQUIRED' : 'TOO_LONG';
        ctx.addIssue({ code: 'custom', message: `${what} must be ${min} to ${mostAddresses} addresses, got ${list.length}.`, params: { code } });
      }
      for (const [i, address] of list.entries()) {
        const problem = problemOf(address);
        if (problem) ctx.addIssue({ code: 'custom', path: [i], message: `${what} ${problem}.`, params: { code: 'ADDRESS_INVALID' } });
      }
    });

/** What an application says of itself. */
export const applicationChanges = z
  .object({
    name: line('Application name', { max: 100 }),
    redirectUris: addresses('Redirect URIs', 1),
    postLogoutRedirectUris: addresses('Post-logout redirect URIs', 0),
    idTokenAlgorithm: z.enum(['RS256', 'ES256']),
    groupsClaim: z.enum(['NAMES', 'IDS']),
  })
  .partial();

export const newApplication = applicationChanges.required({ name: true, redirectUris: true }).extend({ type: z.enum(['CONFIDENTIAL', 'PUBLIC']) });

export const applicationGroupsInput = z
  .array(z.object({ groupId: z.string(), claims: z.array(z.enum(['NAME', 'USERNAME', 'EMAIL', 'PHONE', 'EMPLOYMENT', 'GROUPS'])) }))
  .refine((rows) => new Set(rows.map(({ groupId }) => groupId)).size === rows.length, 'A group may be named once.');
