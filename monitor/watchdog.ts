import type { Heartbeat } from "../telemetry/mod.ts";

/** How often a watchdog looks. */
export interface Watch {
  /** Looks in a row without a beat after which a thread is taken for blocked. */
  readonly looks: number;
  /** The same for a thread that has yet to beat for the first time: it is being loaded. */
  readonly firstLooks: number;
}

/**
 * Finds out whether a thread is blocked, from how often it is looked at in vain. Looks are counted,
 * not seconds: while the whole program is stopped nobody looks.
 */
export class Watchdog {
  readonly #heart: Heartbeat;
  readonly #watch: Watch;
  #seen: number;
  #inVain = 0;
  #hasBeaten = false;

  constructor(heart: Heartbeat, watch: Watch) {
    this.#heart = heart;
    this.#watch = watch;
    this.#seen = Atomics.load(heart, 0);
  }

  /**
   * Looks once.
   *
   * @param isExcused Whether the thread waits for somebody else, so that it need not beat.
   * @returns Whether the thread is to be taken for blocked.
   */
  look(isExcused = false): boolean {
    const beats = Atomics.load(this.#heart, 0);
    const isAlive = beats !== this.#seen;
    this.#seen = beats;
    this.#hasBeaten ||= isAlive;
    this.#inVain = isAlive || isExcused ? 0 : this.#inVain + 1;
    return this.#inVain >= (this.#hasBeaten ? this.#watch.looks : this.#watch.firstLooks);
  }
}
