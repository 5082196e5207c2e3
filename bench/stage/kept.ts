/** What several rows use: made by the first of them, and ended when the run is over. */
export class Kept implements AsyncDisposable {
  #stack = new AsyncDisposableStack();
  #made = new Map<string, AsyncDisposable>();

  async of<T extends AsyncDisposable>(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.#made.get(name) as T | undefined;
    if (known) return known;
    const made = this.#stack.use(await make());
    this.#made.set(name, made);
    return made;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}
