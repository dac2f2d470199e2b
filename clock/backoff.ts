/** How long to wait before something that has failed is tried again. */
export interface BackoffOptions {
  /** First pause, s. */
  readonly first: number;
  /** Longest pause, s. */
  readonly longest: number;
  /** Chance: numbers from 0 up to, but not, 1, best from a seeded generator. */
  readonly chance: () => number;
}

/**
 * Pauses that double from the first to the longest, each shortened by chance to between half of it
 * and all of it, so that what failed together is not tried again together ("equal jitter").
 */
export class Backoff {
  readonly #options: BackoffOptions;
  #pause: number;

  constructor(options: BackoffOptions) {
    this.#options = options;
    this.#pause = options.first;
  }

  /** The next pause, s. */
  next(): number {
    const pause = this.#pause;
    this.#pause = Math.min(2 * pause, this.#options.longest);
    return pause * (1 + this.#options.chance()) / 2;
  }

  /** Begins with the first pause again. */
  reset(): void {
    this.#pause = this.#options.first;
  }
}
