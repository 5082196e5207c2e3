import { readFile } from 'node:fs/promises';
import { inBench } from '../stage/paths.ts';

/** What people have written about the rows, by the row's name; kept in a file of its own, so that no run loses it. */
export async function readNotes(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(inBench('notes.md'), 'utf8');
  const sections = text.split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return [heading.trim(), lines.join('\n').trim()];
    }),
  );
}
