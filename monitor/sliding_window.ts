/** What a window has seen. */
export interface WindowMemory {
  readonly samples: Float64Array;
  readonly count: number;
  readonly next: number;
}

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

  /** All that decides how it goes on. */
  get memory(): WindowMemory {
    return { samples: this.#samples, count: this.#count, next: this.#next };
  }

  /** Goes on where a window of the same span was. */
  recall({ samples, count, next }: WindowMemory): void {
    this.#samples.set(samples);
    this.#count = count;
    this.#next = next;
  }

  /** Goes on where another window is, if that is as long. */
  adopt(other: SlidingWindow): void {
    if (other.#samples.length === this.#samples.length) this.recall(other.memory);
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
