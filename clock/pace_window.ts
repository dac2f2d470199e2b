/**
 * How fast ticks and simulated time really went: rates over the most recent ticks, without
 * allocation. When the window is full, the oldest tick makes room.
 */
export class PaceWindow {
  readonly #times: Float64Array;
  readonly #simulated: Float64Array;
  #count = 0;
  #next = 0;

  /** @param ticks How many intervals between ticks the rates are taken over, at least 1. */
  constructor(ticks: number) {
    this.#times = new Float64Array(ticks + 1);
    this.#simulated = new Float64Array(ticks + 1);
  }

  /**
   * Takes in a tick.
   *
   * @param time When it came, s.
   * @param simulated Simulated time done since the start by then, s.
   */
  add(time: number, simulated: number): void {
    this.#times[this.#next] = time;
    this.#simulated[this.#next] = simulated;
    this.#next = (this.#next + 1) % this.#times.length;
    this.#count = Math.min(this.#count + 1, this.#times.length);
  }

  /** Ticks per second; NaN before the second tick. */
  get tickRate(): number {
    return (this.#count - 1) / this.#span(this.#times);
  }

  /** Simulated / elapsed time; NaN before the second tick. */
  get rtf(): number {
    return this.#span(this.#simulated) / this.#span(this.#times);
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
