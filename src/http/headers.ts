import type { ServerResponse } from 'node:http';

const policyWith = ({ styles = "'self'", connects = "'self'" }: { styles?: string; connects?: string } = {}): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connects}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const policy = policyWith();

/** Lets a page make style elements that carry this number, which is used for one answer alone. */
export function allowStyles(response: ServerResponse, nonce: string): void {
  response.setHeader('content-security-policy', policyWith({ styles: `'self' 'nonce-${nonce}'` }));
}

/** Where a reader agent answers pages on its own PC. */
const agentDoor = 'http://127.0.0.1:47113';

/** Lets a page ask the reader agent on the PC that shows it, besides this server. */
export function allowAgentDoor(response: ServerResponse): void {
  response.setHeader('content-security-policy', policyWith({ connects: `'self' ${agentDoor}` }));
}

const addTo = (response: ServerResponse, directive: string, sources: readonly string[]): void => {
  const present = String(response.getHeader('content-security-policy') ?? policy);
  response.setHeader('content-security-policy', present.replace(directive, [directive, ...sources].join(' ')));
};

/** Lets a page run one script of its own, known by its hash. */
export const allowScript = (response: ServerResponse, source: string): void => addTo(response, "script-src 'self'", [source]);

/** Lets a page’s form end at an application: browsers look at where its answer redirects to as well. */
export function allowForms(response: ServerResponse, addresses: readonly string[]): void {
  addTo(response, "form-action 'self'", [...new Set(addresses.map((address) => new URL(address).origin))]);
}

/** Headers that every answer carries: nothing is framed, guessed, embedded or sent to another site. */
export function setSecurityHeaders(response: ServerResponse, secure: boolean): void {
  response.setHeader('content-security-policy', policy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader(
    'permissions-policy',
    'publickey-credentials-create=(self), publickey-credentials-get=(self), camera=(), microphone=(), geolocation=()',
  );
  if (secure) response.setHeader('strict-transport-security', 'max-age=31536000');
}
