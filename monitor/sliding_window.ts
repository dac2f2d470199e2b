/**
 * By how much a value has changed over its last samples, without allocation. When the window is
 * full, the oldest sample makes room; "no data" empties it.
 */
export class SlidingWindow {
  readonly #samples: Float64Array;
  #count = 0;
  #next = 0;

  /** @param span Samples from the oldest to the newest, at least 1. */
  constructor(span: number) {
    this.#samples = new Float64Array(span + 1);
  }

  /** Samples from the oldest there is to the newest. */
  get span(): number {
    return this.#count - 1;
  }

  /** Takes a sample from `values[place]` and puts newest less oldest there; NaN is no data. */
  replace(values: Float64Array, place: number): void {
    if (Number.isNaN(values[place])) {
      this.#count = 0;
      return;
    }
    const { length } = this.#samples;
    this.#samples[this.#next] = values[place];
    this.#count = Math.min(this.#count + 1, length);
    values[place] -= this.#samples[(this.#next - this.#count + 1 + length) % length];
    this.#next = (this.#next + 1) % length;
  }

  /** Forgets every sample. */
  clear(): void {
    this.#count = 0;
  }
}
