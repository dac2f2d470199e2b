/** Least and greatest of some samples; NaN where there are none. */
export interface Extent {
  /** Least. */
  readonly min: number;
  /** Greatest. */
  readonly max: number;
}

/**
 * The newest samples of one quantity. Samples keep their index for good: the first ever pushed is
 * 0. At the capacity the oldest is given up.
 */
export class Series {
  /** Most samples kept. */
  readonly capacity: number;
  readonly #values: Float64Array;
  #end = 0;

  /**
   * Makes an empty series.
   *
   * @throws RangeError when the capacity is not a whole number of at least 1.
   */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(
        `Cannot make series as capacity must be a whole number >= 1: current value is ${capacity}`,
      );
    }
    this.capacity = capacity;
    this.#values = new Float64Array(capacity);
  }

  /** Index of the oldest sample kept. */
  get first(): number {
    return Math.max(0, this.#end - this.capacity);
  }

  /** Index after the newest sample: the number ever pushed. */
  get end(): number {
    return this.#end;
  }

  /** Newest sample, NaN when there is none. */
  get last(): number {
    return this.at(this.#end - 1);
  }

  /** Appends a sample; NaN is a gap. */
  push(value: number): void {
    this.#values[this.#end++ % this.capacity] = value;
  }

  /** Starts again with nothing. */
  clear(): void {
    this.#end = 0;
  }

  /** Sample by index, NaN where none is kept. */
  at(index: number): number {
    return index >= this.first && index < this.#end ? this.#values[index % this.capacity] : NaN;
  }

  /** Extent of the newest `window` samples, gaps left out. */
  extent(window: number = this.capacity): Extent {
    let min = NaN;
    let max = NaN;
    for (let i = Math.max(this.first, this.#end - window); i < this.#end; i++) {
      const value = this.#values[i % this.capacity];
      if (!(value >= min)) min = Number.isNaN(value) ? min : value;
      if (!(value <= max)) max = Number.isNaN(value) ? max : value;
    }
    return { min, max };
  }
}

/** Extents of neighbouring columns of a chart, oldest first, NaN for a gap. */
export interface Columns {
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/**
 * Gathers the newest `window` samples into columns, the newest at the right; no sample is lost.
 * Borders of columns lie at fixed indices, so that a column that is full never changes again, it
 * only moves; at least one sample goes into each.
 *
 * @param columns where the result goes; its length is the number of columns.
 */
export function gather(series: Series, window: number, columns: Columns): void {
  const count = columns.min.length;
  columns.min.fill(NaN);
  columns.max.fill(NaN);
  if (series.end === 0 || count === 0) return;
  const perColumn = Math.max(1, window / count);
  const start = (column: number) => Math.floor(column * perColumn);
  let newest = Math.floor((series.end - 1) / perColumn);
  while (start(newest + 1) < series.end) newest++;
  const oldest = newest - count + 1;
  for (let column = Math.max(0, oldest); column <= newest; column++) {
    const end = Math.min(start(column + 1), series.end);
    let min = NaN;
    let max = NaN;
    for (let i = Math.max(start(column), series.first); i < end; i++) {
      const value = series.at(i);
      if (Number.isNaN(value)) continue;
      if (!(value >= min)) min = value;
      if (!(value <= max)) max = value;
    }
    columns.min[column - oldest] = min;
    columns.max[column - oldest] = max;
  }
}
