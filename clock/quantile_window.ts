/**
 * Order statistics of the most recent values: exact quantiles over a sliding window, without
 * allocation. When the window is full, the oldest value makes room.
 */
export class QuantileWindow {
  /** Values in order of arrival; the oldest is overwritten. */
  readonly #recent: Float64Array;
  /** The same values in ascending order. */
  readonly #sorted: Float64Array;
  #count = 0;
  #next = 0;

  /** @param capacity How many values are kept, at least 1. */
  constructor(capacity: number) {
    this.#recent = new Float64Array(capacity);
    this.#sorted = new Float64Array(capacity);
  }

  /** Takes in a value, which must not be NaN. */
  add(value: number): void {
    if (this.#count === this.#recent.length) this.#remove(this.#recent[this.#next]);
    this.#recent[this.#next] = value;
    this.#next = (this.#next + 1) % this.#recent.length;
    const place = this.#lowerBound(value);
    this.#sorted.copyWithin(place + 1, place, this.#count);
    this.#sorted[place] = value;
    this.#count++;
  }

  /**
   * Smallest value that at least this part of the values do not exceed; NaN when there is none.
   *
   * @param part From above 0 to 1: 0.5 for the median, 1 for the largest.
   */
  quantile(part: number): number {
    if (this.#count === 0) return NaN;
    return this.#sorted[Math.max(0, Math.ceil(part * this.#count) - 1)];
  }

  #remove(value: number): void {
    const place = this.#lowerBound(value);
    this.#sorted.copyWithin(place, place + 1, this.#count);
    this.#count--;
  }

  /** Position of the first sorted value that is not below `value`. */
  #lowerBound(value: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
