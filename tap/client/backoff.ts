import { FIRST_PAUSE, LONGEST_PAUSE } from "./limits.ts";

/** A source of chance: a number from 0 up to, but not, 1. */
export type Random = () => number;

/**
 * Pauses between attempts: doubled each time up to a longest one, and each shortened by chance to
 * between half of it and all of it, so that a thousand clients of a tap that was opened anew do not
 * come back at once.
 */
export class Backoff {
  readonly #random: Random;
  #attempt = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The next pause, s. */
  next(): number {
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#attempt);
    if (pause < LONGEST_PAUSE) this.#attempt++;
    return pause * (1 + this.#random()) / 2;
  }

  /** Begins with the first pause again. */
  reset(): void {
    this.#attempt = 0;
  }
}
