import { and, asc, eq } from 'drizzle-orm';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { events } from '../../src/db/tables/events.ts';
import { mailOutbox } from '../../src/db/tables/mail.ts';
import { newId } from '../../src/lib/ids.ts';
import { newToken } from '../../src/lib/secrets.ts';
import { type Server, systemCtx, tx } from '../../src/modules/context.ts';
import { queueMail } from '../../src/modules/mail/outbox.ts';
import { activationMail } from '../../src/modules/mail/templates/activation.ts';
import type { Transport } from '../../src/modules/mail/transports/transport.ts';
import { Mailer } from '../../src/modules/mail/worker.ts';
import { stillClock } from '../support/clock.ts';
import { testDatabase } from '../support/database.ts';
import { makeServer, newSecret, newWorkspace } from '../support/modules.ts';

export const publicUrl = 'https://keys.example.org';
export const from = 'Latchkey <latchkey@example.org>';
export const person = { name: 'Ada Lovelace', email: 'ada.lovelace@example.org' };
export const note = 'Your desk is 4-117.\nSee you on Monday.';

/**
 * A database of the calling test's own, as an outbox belongs to all nodes on it; a workspace; one node that sends by
 * `transport`, and as many more as `node()` makes.
 */
export async function mailSetting(transport: Transport) {
  const database = await testDatabase();
  const nodes: { server: Server; mailer: Mailer }[] = [];
  onTestFinished(async () => {
    for (const { mailer, server } of nodes) {
      await mailer.stop();
      await server.sequencer.idle();
    }
    await database.end();
  });
  const clock = stillClock(new Date('2026-11-24T14:36:00.250Z'));
  const secret = newSecret();
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const tokens: string[] = [];

  const node = (by: Transport): { server: Server; mailer: Mailer } => {
    const mailer = new Mailer(by);
    const server = makeServer(database.db, { clock, secret, log, publicUrl, mailer });
    mailer.start(server);
    nodes.push({ server, mailer });
    return { server, mailer };
  };
  const { server, mailer } = node(transport);
  const { workspace } = await newWorkspace(server);
  const inWorkspace = eq(mailOutbox.workspaceId, workspace.id);

  /** Queues a real activation mail; the mailer is woken as the transaction commits. */
  const queue = async ({ by = server, workspaceId = workspace.id, enrolmentId = newId('enrolment') } = {}) => {
    const token = newToken();
    tokens.push(token);
    const content = activationMail({
      organisation: 'Example',
      personName: person.name,
      inviterName: 'Grace Hopper',
      keyKind: 'SMARTPHONE',
      link: `${publicUrl}/activate#${token}`,
      expiresAt: new Date(clock.now().getTime() + 72 * 3_600_000),
      now: clock.now(),
      note,
      activationCodeNeeded: false,
      again: false,
    });
    const about = { userId: newId('user'), enrolmentId };
    const id = await tx(systemCtx(by, workspaceId), (ctx) =>
      queueMail(ctx, workspaceId, about, { to: person.email, toName: person.name, ...content }),
    );
    return { id, token, ...about };
  };

  const mail = async (id: string) => {
    const [row] = await database.db
      .select()
      .from(mailOutbox)
      .where(and(inWorkspace, eq(mailOutbox.id, id)));
    if (!row) throw new Error(`There is no mail ${id}`);
    return row;
  };

  const logged = () => Promise.all(nodes.map((node) => node.server.sequencer.idle()));

  /** What the log of events says of mail. */
  const told = async (workspaceId = workspace.id) => {
    await logged();
    const rows = await database.db.select().from(events).where(eq(events.workspaceId, workspaceId)).orderBy(asc(events.number));
    return rows
      .filter(({ type }) => type.startsWith('mail'))
      .map(({ type, actor, userId, enrolmentId, canonical }) => ({ type, actor, userId, enrolmentId, payload: JSON.parse(canonical).payload }));
  };

  /** All that was told outside the sealed bodies: the server's log, the events, the rows. Empty parts would prove nothing. */
  const everythingTold = async () => {
    await logged();
    const written = await database.db.select().from(events).where(eq(events.workspaceId, workspace.id));
    const rows = (await database.db.select().from(mailOutbox).where(inWorkspace)).map(({ sealed: _, ...row }) => row);
    return [...lines, ...written.map((event) => event.canonical), JSON.stringify(rows)].join('\n');
  };

  return { clock, server, mailer, node, workspace, queue, mail, told, everythingTold, lines, tokens };
}

/** Something that the test lets go when it likes. */
export function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
