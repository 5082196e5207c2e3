import { and, desc, eq } from 'drizzle-orm';
import { mailOutbox } from '../../src/db/tables/mail.ts';
import type { Ctx, Server } from '../../src/modules/context.ts';
import { registerTypedCard } from '../../src/modules/enrolment/holderTap.ts';
import { openActivation } from '../../src/modules/enrolment/open.ts';
import { beginKeyRegistration, finishKeyRegistration } from '../../src/modules/enrolment/register.ts';
import { openMail } from '../../src/modules/mail/outbox.ts';
import type { Actor } from '../../src/modules/policy/actor.ts';
import type { Authenticator } from '../../test/support/authenticator.ts';

let callers = 0;

/** A call by somebody, from an address of their own: rate limits count by address. */
export function callOf(server: Server, actor: Actor = { type: 'anonymous' }, activationToken: string | null = null): Ctx {
  callers += 1;
  const address = `10.${(callers >> 16) & 255}.${(callers >> 8) & 255}.${callers & 255}`;
  return { ...server, actor, origin: { address, local: false, userAgent: null }, activationToken };
}

/** A link that somebody opened in a browser. */
export interface Opened {
  activationId: string;
  sessionToken: string;
}

/** Opens the link of the newest mail of an enrolment. */
export async function openLink(server: Server, workspaceId: string, enrolmentId: string): Promise<Opened> {
  const [mail] = await server.db
    .select()
    .from(mailOutbox)
    .where(and(eq(mailOutbox.workspaceId, workspaceId), eq(mailOutbox.enrolmentId, enrolmentId)))
    .orderBy(desc(mailOutbox.id))
    .limit(1);
  if (!mail?.sealed) throw new Error('The demo’s mail is not there');
  const { text } = await openMail(server, { workspaceId, id: mail.id, sealed: mail.sealed });
  const token = /\/activate#(\S+)/.exec(text)?.[1] ?? '';
  const { sessionToken } = await openActivation(callOf(server), { token });
  return { activationId: enrolmentId, sessionToken };
}

const inBrowser = (server: Server, { sessionToken }: Opened): Ctx => callOf(server, { type: 'anonymous' }, sessionToken);

/** Registers an authenticator where a link is open. */
export async function register(
  server: Server,
  opened: Opened,
  authenticator: Authenticator,
  { onPhone, pin }: { onPhone: boolean; pin: string | null },
) {
  const { activationId } = opened;
  const ctx = inBrowser(server, opened);
  const options = await beginKeyRegistration(ctx, { activationId, purpose: 'REGISTER', onPhone });
  const asked = { ...options, extensions: { ...options.extensions, credProps: true } };
  const response = await authenticator.create(asked, { origin: ctx.publicUrl });
  return finishKeyRegistration(ctx, { activationId, response, pin, onPhone });
}

/** Activates a card by its number where a link is open. */
export const typeCard = (server: Server, opened: Opened, number: string) =>
  registerTypedCard(inBrowser(server, opened), { activationId: opened.activationId, number });
