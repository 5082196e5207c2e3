/** The server's time as this PC can know it: its own, and the difference that the server's answers showed. */
export class ServerClock {
  #skew = 0;

  /** How far the server's clock is ahead of this PC's, in milliseconds. */
  get skew(): number {
    return this.#skew;
  }

  now(): Date {
    return new Date(Date.now() + this.#skew);
  }

  /** Learns from the Date header of an answer that was asked for at `askedAt` and came just now. */
  learn(date: string | null, askedAt: number, cameAt = Date.now()): void {
    const told = Date.parse(date ?? '');
    if (Number.isNaN(told)) return;
    // The header has whole seconds, rounded down, and was written somewhere between question and answer.
    const earliest = told - cameAt;
    const latest = told + 999 - askedAt;
    if (this.#skew < earliest || this.#skew > latest) this.#skew = Math.round((earliest + latest) / 2);
  }
}
