import type { Latchkey } from '../src/compose.ts';
import { onStop, orExplain, stopOnce } from '../src/program.ts';
import { demoSettings } from './settings.ts';

/**
 * `npm start -- --demo`: a server with an organisation that is made up, in a folder of its own. `--fresh` begins it anew,
 * `--people` with another number of people.
 */
const undo: (() => Promise<unknown>)[] = [];
const stop = stopOnce(undo);
onStop(stop);
const settings = await orExplain(() => demoSettings(process.env, process.argv.slice(2)));
const latchkey = await orExplain(async () => {
  // What is refused is refused at once, before all this is loaded.
  const { run } = await import('./run.ts');
  return run(settings, undo).catch(async (error) => {
    await stop();
    throw error;
  });
});
console.log(process.argv.includes('--json') ? JSON.stringify(told(latchkey)) : readyLines(latchkey));

function told({ address, demoLink, mailboxLink }: Latchkey) {
  return { address, demoLink, mailboxLink, folder: settings.folder };
}

function readyLines({ address, demoLink, mailboxLink }: Latchkey): string {
  return [
    `Latchkey is ready at ${address}: a DEMO, everybody in it is made up`,
    `  console   opens signed in: ${demoLink}`,
    `  mail      the mailbox of the demo’s people: ${mailboxLink}`,
    `  data      ${settings.folder}; begin anew: npm start -- --demo --fresh`,
  ].join('\n');
}
