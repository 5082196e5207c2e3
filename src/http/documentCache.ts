import type { DocumentNode } from 'graphql';

const entries = 100;
const characters = 128_000;
const longest = 16_000;

/**
 * The parsed documents that were used last, by their text. Any stranger chooses texts, so what is kept is bounded in
 * number and in length; a document costs about a hundred times its text. Programs send few documents, and short ones.
 */
export class DocumentCache {
  /** In the order of their last use, which a Map keeps. */
  #kept = new Map<string, DocumentNode>();
  #characters = 0;

  /** How many documents are kept. */
  get size(): number {
    return this.#kept.size;
  }

  /** How long their texts are, together. */
  get characters(): number {
    return this.#characters;
  }

  get(text: string): DocumentNode | undefined {
    const document = this.#kept.get(text);
    if (!document) return undefined;
    this.#kept.delete(text);
    this.#kept.set(text, document);
    return document;
  }

  set(text: string, document: DocumentNode): void {
    if (text.length > longest) return;
    this.#drop(text);
    this.#kept.set(text, document);
    this.#characters += text.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= entries && this.#characters <= characters) return;
      this.#drop(oldest);
    }
  }

  #drop(text: string): void {
    if (this.#kept.delete(text)) this.#characters -= text.length;
  }
}

/** Keeps no errors: a text that does not parse is refused as fast the second time. */
export const noCache = { get: () => undefined, set: () => {} };
