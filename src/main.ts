import { compose, type Latchkey } from './compose.ts';
import { readConfig } from './config.ts';
import { onStop, orExplain, say } from './program.ts';
import { restore } from './restore.ts';

const restoreFrom = process.argv[process.argv.indexOf('--restore') + 1];
if (process.argv.includes('--restore') && restoreFrom) {
  const rows = await orExplain(() => restore(readConfig(process.env), restoreFrom, say));
  console.log(`${rows} rows were restored. Start the server.`);
  process.exit(0);
}

const latchkey = await orExplain(() => compose(readConfig(process.env), { say }));
console.log(process.argv.includes('--json') ? JSON.stringify(told(latchkey)) : readyLines(latchkey));

onStop(latchkey.stop);

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
