import { nameOf } from '../adapters/wedge.ts';
import { numberFormats } from '../card/numberFormat.ts';
import { AgentError } from '../failures.ts';
import { readSettings, type TypingReader, writeSettings } from '../state/settings.ts';
import type { Given, Said } from './command.ts';

const sizes = ['4', '7', '10'];

/** A typing reader as it was given by words. @throws AgentError */
export function typingReader({
  path,
  format = 'HEX',
  bytes,
}: {
  path: string;
  format?: string | undefined;
  bytes?: string | undefined;
}): TypingReader {
  const known = numberFormats.find((name) => name === format.toUpperCase());
  if (!known) throw new AgentError(`--format must be one of ${numberFormats.join(', ')}, got ${format}`, 'WRONG_USAGE');
  if (bytes !== undefined && !sizes.includes(bytes)) throw new AgentError(`--bytes must be 4, 7 or 10, got ${bytes}`, 'WRONG_USAGE');
  return { path, format: known, bytes: bytes === undefined ? null : Number(bytes) };
}

const describe = ({ path, format, bytes }: TypingReader): string => `${nameOf(path)}: ${format}${bytes === null ? '' : `, ${bytes} bytes`}`;

/** The readers that type: told once, kept for each run. */
export async function reader({ folder, words: [action = 'list', path], options: { format, bytes } }: Given): Promise<Said | null> {
  const before = readSettings(folder).typingReaders;
  if (action === 'list') return said(before);
  if (!path) throw new AgentError(`reader ${action} needs a path.`, 'WRONG_USAGE');
  const others = before.filter((known) => known.path !== path);
  if (action === 'set') return keep(folder, [...others, typingReader({ path, format, bytes })]);
  if (action !== 'remove') throw new AgentError(`reader knows list, set and remove, got ${action}`, 'WRONG_USAGE');
  if (others.length === before.length) throw new AgentError(`There is no typing reader at ${path}.`);
  return keep(folder, others);
}

function keep(folder: string, typingReaders: TypingReader[]) {
  writeSettings(folder, { typingReaders });
  return said(typingReaders);
}

const said = (typingReaders: TypingReader[]) => ({
  text: typingReaders.map(describe).join('\n') || 'There is no typing reader.',
  json: { typingReaders },
});
