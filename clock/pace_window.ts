/**
 * How fast ticks and steps really went: rates over the most recent ticks, without allocation.
 * When the window is full, the oldest tick makes room.
 */
export class PaceWindow {
  readonly #times: Float64Array;
  readonly #steps: Float64Array;
  #count = 0;
  #next = 0;

  /** @param ticks How many intervals between ticks the rates are taken over, at least 1. */
  constructor(ticks: number) {
    this.#times = new Float64Array(ticks + 1);
    this.#steps = new Float64Array(ticks + 1);
  }

  /**
   * Takes in a tick.
   *
   * @param time When it came, s.
   * @param steps Steps done since the start by then.
   */
  add(time: number, steps: number): void {
    this.#times[this.#next] = time;
    this.#steps[this.#next] = steps;
    this.#next = (this.#next + 1) % this.#times.length;
    this.#count = Math.min(this.#count + 1, this.#times.length);
  }

  /** Ticks per second; NaN before the second tick. */
  get tickRate(): number {
    return (this.#count - 1) / this.#span(this.#times);
  }

  /** Steps per second; NaN before the second tick. */
  get stepRate(): number {
    return this.#span(this.#steps) / this.#span(this.#times);
  }

  /** Newest less oldest. */
  #span(values: Float64Array): number {
    if (this.#count < 2) return NaN;
    const length = values.length;
    const newest = (this.#next + length - 1) % length;
    const oldest = (this.#next + length - this.#count) % length;
    return values[newest] - values[oldest];
  }
}
