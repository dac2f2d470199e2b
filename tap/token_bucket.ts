/** How much is allowed. */
export interface Allowance {
  /** In the long run, 1/s. */
  readonly rate: number;
  /** At once. */
  readonly burst: number;
}

/** Counts what somebody may still do: full at first, filled again as time goes by. */
export class TokenBucket {
  readonly #allowance: Allowance;
  #level: number;
  #filledAt: number;

  /** @param now Monotonic time, s. */
  constructor(allowance: Allowance, now: number) {
    this.#allowance = allowance;
    this.#level = allowance.burst;
    this.#filledAt = now;
  }

  /**
   * Takes `count` if as much is there.
   *
   * @param now Monotonic time, s.
   * @returns Whether it was there.
   */
  take(now: number, count = 1): boolean {
    const { rate, burst } = this.#allowance;
    this.#level = Math.min(burst, this.#level + (now - this.#filledAt) * rate);
    this.#filledAt = now;
    if (this.#level < count) return false;
    this.#level -= count;
    return true;
  }
}
