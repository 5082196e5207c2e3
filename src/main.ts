import { compose, type Latchkey } from './compose.ts';
import { ConfigError, readConfig } from './config.ts';

// sysexits.h: the configuration is at fault, so starting again will not help.
const badConfiguration = 78;

const latchkey = await start();
console.log(process.argv.includes('--json') ? JSON.stringify(told(latchkey)) : readyLines(latchkey));

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    // A second Ctrl-C is somebody who does not want to wait; a second SIGTERM is systemd, which tells every process.
    if (stopping && signal === 'SIGINT') process.exit(1);
    if (stopping) return;
    stopping = true;
    await latchkey.stop();
    process.exit(0);
  });
}

async function start(): Promise<Latchkey> {
  try {
    return await compose(readConfig(process.env), { say: (line) => console.error(line) });
  } catch (error) {
    console.error((error as Error).message);
    process.exit(error instanceof ConfigError ? badConfiguration : 1);
  }
}

function told({ address, database, mail, mailboxLink, setupLink }: Latchkey) {
  return { address, database, mail, mailboxLink, setupLink };
}

function readyLines({ address, database, mail, mailboxLink, setupLink }: Latchkey): string {
  return [
    `Latchkey is ready at ${address}`,
    `  database  ${database}`,
    `  mail      ${mailboxLink ? `a trial mailbox, for you alone: ${mailboxLink}` : mail}`,
    ...(setupLink ? [`  next      make the first owner: ${setupLink}`] : []),
  ].join('\n');
}
