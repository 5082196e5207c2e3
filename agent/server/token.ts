import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Sighting } from '../radio/radio.ts';
import type { Pairing } from '../state/pairing.ts';

/** How long a token counts. It is used once, at once. */
const life = 60;

const seconds = (time: Date): number => Math.floor(time.getTime() / 1_000);

/** A token that shows the server who calls, once. */
export const newToken = ({ agentId, server, privateKey }: Pairing, now: Date): Promise<string> =>
  new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA', typ: 'latchkey-agent+jwt', kid: agentId })
    .setIssuer(agentId)
    .setAudience(server)
    .setIssuedAt(seconds(now))
    .setExpirationTime(seconds(now) + life)
    .setJti(randomUUID())
    .sign(privateKey);

/** An answer to the server's nonce, which a page on this PC passes on: it shows that this agent is here. */
export const newProof = ({ agentId, server, privateKey }: Pairing, nonce: string, now: Date): Promise<string> =>
  new SignJWT({ nonce })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'latchkey-agent-proof+jwt', kid: agentId })
    .setIssuer(agentId)
    .setAudience(server)
    .setIssuedAt(seconds(now))
    .sign(privateKey);

/** What this PC heard for a sign-in, as the server asked by its nonce. `heardAt` is a NumericDate (RFC 7519 §2). */
export const newWitness = (
  { agentId, server, privateKey }: Pairing,
  { nonce, heardAt, rssi, uuid }: Sighting & { nonce: string; heardAt: Date },
  now: Date,
): Promise<string> =>
  new SignJWT({ nonce, heardAt: heardAt.getTime() / 1_000, rssi, uuid })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'latchkey-agent-witness+jwt', kid: agentId })
    .setIssuer(agentId)
    .setAudience(server)
    .setIssuedAt(seconds(now))
    .sign(privateKey);
