import { Refused } from '../errors.ts';

/** What may be open how often at the same time. An agent or a page has one; a few more while a line breaks and comes back. */
const rules = {
  /** An agent's requests for a tap, by agent. */
  tapJobs: 10,
  /** What a link's holder follows, by the browser's activation, or by enrolment where only the link is known. */
  activation: 20,
  /** What a page follows of its sign-in, by that. */
  signIn: 3,
} as const;

export type StreamName = keyof typeof rules;

/** How many streams of a kind are open on this node, by whom. */
export class OpenStreams {
  #open = new Map<string, number>();

  /** Counts a stream in. The returned function counts it out, once. @throws Refused TOO_MANY_STREAMS */
  enter(name: StreamName, id: string): () => void {
    const key = `${name}:${id}`;
    const before = this.#open.get(key) ?? 0;
    if (before >= rules[name]) {
      throw new Refused('TOO_MANY_STREAMS', `At most ${rules[name]} of these subscriptions may be open at once: end one first.`);
    }
    this.#open.set(key, before + 1);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      const left = (this.#open.get(key) ?? 1) - 1;
      if (left > 0) this.#open.set(key, left);
      else this.#open.delete(key);
    };
  }
}
