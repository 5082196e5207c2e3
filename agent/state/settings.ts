import type { NumberFormat } from '../card/numberFormat.ts';
import { readPrivate, writePrivate } from './folder.ts';

const file = 'settings.json';

/** A reader that types like a keyboard: where, and how it spells a number. */
export interface TypingReader {
  /** A file or an input device; `-` is the agent's standard input. */
  path: string;
  format: NumberFormat;
  /** The size of its cards' numbers in bytes; null for what fits. */
  bytes: number | null;
}

export interface Settings {
  typingReaders: TypingReader[];
}

export const readSettings = (folder: string): Settings => readPrivate<Settings>(folder, file) ?? { typingReaders: [] };

export const writeSettings = (folder: string, settings: Settings): void => writePrivate(folder, file, settings);
