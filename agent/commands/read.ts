import { setTimeout as delay } from 'node:timers/promises';
import { AllReaders } from '../adapters/all.ts';
import { TapFailed } from '../card/card.ts';
import { AgentError } from '../failures.ts';
import { readSettings } from '../state/settings.ts';
import type { Given, Said } from './command.ts';
import { typingReader } from './reader.ts';

/** How long readers are looked for before there are none. */
const lookFor = 2_000;

/**
 * Reads a card on each reader and shows its number on this terminal, so that two readers can be compared. Nothing goes
 * to the server or into a log.
 */
export async function read({ folder, options: { wedge = [], format, bytes, 'no-pcsc': noPcsc, json = false } }: Given): Promise<Said | null> {
  const typing = [...readSettings(folder).typingReaders, ...wedge.map((path) => typingReader({ path, format, bytes }))];
  const readers = new AllReaders({ pcsc: !noPcsc, typing, simulated: 0 });
  const over = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => over.abort());
  try {
    const names = await seen(readers, over.signal);
    if (names.length === 0) throw new AgentError(['There is no reader.', ...readers.problems()].join('\n'));
    if (!json) console.log(`Tap the same card on each: ${names.join(', ')}. Ctrl-C ends.`);
    await Promise.all(names.map((name) => show(readers, name, json, over.signal)));
  } finally {
    await readers.close();
  }
  return null;
}

async function seen(readers: AllReaders, signal: AbortSignal): Promise<string[]> {
  const until = Date.now() + lookFor;
  while (readers.list().length === 0 && Date.now() < until && !signal.aborted) await delay(100);
  return readers.list().map(({ name }) => name);
}

async function show(readers: AllReaders, reader: string, json: boolean, signal: AbortSignal): Promise<void> {
  try {
    const { uid, technology, fido2Applet } = await readers.tap(reader, signal);
    if (json) console.log(JSON.stringify({ reader, uid, technology, fido2Applet }));
    else console.log(`${reader}: ${uid} (${technology}${fido2Applet ? ', with FIDO2' : ''})`);
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof TapFailed)) throw error;
    if (json) console.log(JSON.stringify({ reader, failure: error.failure }));
    else console.log(`${reader}: ${error.message}`);
  }
}
