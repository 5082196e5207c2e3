import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/**
 * A real mail server on a free port. It answers by `replies`, one a mail, and accepts when there are none left; with a
 * login, from who has it alone.
 */
export async function smtpServer(login: { user: string; pass: string } | null = null) {
  /** Every mail whose data came, also where the answer was a no. */
  const received: { mail: ParsedMail; source: string; to: string[] }[] = [];
  const replies: { at: 'RCPT' | 'DATA'; code: number }[] = [];
  const server = new SMTPServer({
    disabledCommands: login ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.pass ? done(null, { user: username }) : done(refusal(535, `${username} may not`)),
    hideENHANCEDSTATUSCODES: true,
    onRcptTo: ({ address }, _session, done) => {
      if (replies[0]?.at !== 'RCPT') return done();
      // As real servers do, it says whom it refuses.
      done(refusal(replies.shift()?.code, `${address} is not here`));
    },
    onData: async (stream, session, done) => {
      // A client that was killed in the middle: what came of its mail is none.
      const source = await text(stream).catch(() => null);
      if (source === null) return;
      received.push({ mail: await simpleParser(source), source, to: session.envelope.rcptTo.map(({ address }) => address) });
      const reply = replies.shift();
      done(reply ? refusal(reply.code, source.replaceAll(/\s+/g, ' ').slice(0, 400)) : null);
    },
  });
  // A line that broke is the other side's.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    replies,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const refusal = (responseCode: number | undefined, message: string) => Object.assign(new Error(message), { responseCode });
