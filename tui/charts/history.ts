/** Newest samples that are kept one by one: 68 s at 30 a second. */
export const SAMPLE_ROWS = 2048;

/** Newest buckets that are kept of each size. */
export const BUCKET_ROWS = 1024;

/** Buckets of one size that make one of the next. */
export const FAN = 4;

/** Sizes of buckets, the largest 4^7 samples: 6.5 days at 30 samples a second. */
export const BUCKET_SIZES = 7;

/** Smallest and largest of some samples; NaN is "no data". */
export interface Extent {
  readonly min: number;
  readonly max: number;
}

/** Smallest and largest of no samples. */
export const NO_EXTENT: Extent = { min: NaN, max: NaN };

/** One level of the pyramid: a ring of rows, each with one value (min, max) for every channel. */
interface Level {
  /** Samples of one row. */
  readonly size: number;
  /** Rows of the ring, a power of two; the oldest is overwritten. */
  readonly capacity: number;
  /** Bits of the index of a row that are its place in the ring. */
  readonly mask: number;
  /** Simulated time of the first sample of each row, s. Shape: [capacity]. */
  readonly times: Float64Array;
  /** Shape: [capacity x channels]. */
  readonly mins: Float32Array;
  /** The same array as `mins` where a row is one sample. Shape: [capacity x channels]. */
  readonly maxs: Float32Array;
}

/**
 * The course of every channel: a pyramid of minima and maxima over simulated time.
 *
 * The newest 2048 samples are kept as they are. Every 4 rows of a level make one row of the next,
 * which holds their smallest and largest value, so that a spike of one sample is found at any
 * distance; each level keeps its newest 1024 rows. Buckets are aligned to the index of the sample
 * and never change. When a level is full its oldest row is overwritten, and what is older is left
 * in larger buckets only; past the largest, 6.5 days back at 30 samples a second, it is forgotten.
 * With 130 channels that is at most 8.6 MB, of which only what has been written is resident.
 *
 * Values are of single precision, which has more digits than a screen shows; one that is not a
 * number there is a gap. This is the one part of a screen that changes in place: a row that can
 * still be read is never changed, so that a stretch of time that is looked at stands still until
 * only larger buckets are left of it.
 */
export class History {
  /** Values of a sample. */
  readonly channels: number;
  readonly #levels: readonly Level[];
  #samples = 0;
  #newest = NaN;
  #runs = 0;

  /** Throws RangeError when `channels` is not a positive integer. */
  constructor(channels: number) {
    if (!Number.isInteger(channels) || channels < 1) {
      throw new RangeError(
        `Cannot make history as channels must be a whole number >= 1: current value is ${channels}`,
      );
    }
    this.channels = channels;
    this.#levels = Array.from({ length: 1 + BUCKET_SIZES }, (_, k) => makeLevel(k, channels));
  }

  /** Samples taken since the run began, forgotten ones included. */
  get samples(): number {
    return this.#samples;
  }

  /** Simulated time of the newest sample, s; NaN before the first. */
  get newest(): number {
    return this.#newest;
  }

  /** Simulated time of the oldest sample that can still be read, s; NaN before the first. */
  get oldest(): number {
    return this.#samples === 0 ? NaN : this.#timeAt(this.#levelOf(-Infinity));
  }

  /** Runs that have begun; a new one has forgotten the one before. */
  get runs(): number {
    return this.#runs;
  }

  /**
   * Takes one sample of every channel at simulated time `time`, s. A time like the newest is no
   * sample (the run is held); an earlier one begins a new run.
   *
   * @param values one for each channel; NaN is "no data".
   */
  append(time: number, values: ArrayLike<number>): void {
    if (time === this.#newest) return;
    if (this.#samples === 0 || time < this.#newest) {
      this.#samples = 0;
      this.#runs++;
    }
    const { mask, times, mins } = this.#levels[0];
    const row = this.#samples & mask;
    const start = row * this.channels;
    times[row] = time;
    for (let i = 0; i < this.channels; i++) {
      const value = Math.fround(values[i]);
      mins[start + i] = Number.isFinite(value) ? value : NaN;
    }
    this.#newest = time;
    this.#samples++;
    for (let k = 1; k < this.#levels.length; k++) {
      if (this.#samples % this.#levels[k].size !== 0) break;
      this.#close(k);
    }
  }

  /** A copy that no longer changes: the run before, to be compared with. */
  copy(): History {
    const copy = new History(this.channels);
    copy.#samples = this.#samples;
    copy.#newest = this.#newest;
    copy.#runs = this.#runs;
    for (const [k, from] of this.#levels.entries()) {
      const rows = Math.min(from.capacity, this.#rows(k));
      const to = copy.#levels[k];
      // Only what was written, or the rest of the copy would become resident too.
      to.times.set(from.times.subarray(0, rows));
      to.mins.set(from.mins.subarray(0, rows * this.channels));
      if (to.maxs !== to.mins) to.maxs.set(from.maxs.subarray(0, rows * this.channels));
    }
    return copy;
  }

  /**
   * Index of the first sample at or after `time`; `samples` when all are earlier. Where only
   * buckets are left it is the first sample of a bucket, so that stretches that follow each other
   * share no sample and leave none out.
   */
  sampleAt(time: number): number {
    return this.#search(time, false);
  }

  /** Index of the first sample after `time`; for the rest as {@link sampleAt}. */
  sampleAfter(time: number): number {
    return this.#search(time, true);
  }

  /** Simulated time of the sample or bucket that begins at sample `index`, s; NaN if forgotten. */
  timeOf(index: number): number {
    if (!(index >= 0 && index < this.#samples)) return NaN;
    const k = this.#finest(index);
    if (k === this.#levels.length) return NaN;
    const { size, mask, times } = this.#levels[k];
    return times[Math.floor(index / size) & mask];
  }

  /**
   * Smallest and largest value of a channel among the samples from `first` up to `end`, which
   * is not among them; both as {@link sampleAt} or {@link sampleAfter} gives them.
   */
  extent(channel: number, first: number, end: number): Extent {
    let min = Infinity;
    let max = -Infinity;
    const last = Math.min(end, this.#samples);
    for (let index = Math.max(0, first); index < last;) {
      const k = this.#coarsest(index, last);
      const { size, mask, mins, maxs } = this.#levels[k];
      const at = (Math.floor(index / size) & mask) * this.channels + channel;
      if (mins[at] < min) min = mins[at];
      if (maxs[at] > max) max = maxs[at];
      index += size;
    }
    return min <= max ? { min, max } : NO_EXTENT;
  }

  /**
   * Value of a channel at `time`: of the last sample at or before it, or of the bucket where only
   * that is left.
   */
  at(channel: number, time: number): Extent {
    const index = this.#before(this.sampleAfter(time));
    if (index < 0) return NO_EXTENT;
    const k = this.#finest(index);
    if (k === this.#levels.length) return NO_EXTENT;
    return this.extent(channel, index, index + this.#levels[k].size);
  }

  /** Index of the first sample that is not before `time`, or not even at it. */
  #search(time: number, isAfter: boolean): number {
    if (this.#samples === 0) return 0;
    const k = this.#levelOf(time);
    const { size, mask, times } = this.#levels[k];
    let low = this.#first(k);
    let high = this.#rows(k);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const each = times[middle & mask];
      if (each < time || (isAfter && each === time)) low = middle + 1;
      else high = middle;
    }
    return low * size;
  }

  /** First sample of the sample or bucket before `index`; -1 where there is none. */
  #before(index: number): number {
    const k = this.#finest(index - 1);
    if (index === 0 || k === this.#levels.length) return -1;
    const { size } = this.#levels[k];
    return Math.floor((index - 1) / size) * size;
  }

  /** Makes the newest row of level k from the newest rows of the level below. */
  #close(k: number): void {
    const below = this.#levels[k - 1];
    const level = this.#levels[k];
    const firstBelow = this.#rows(k - 1) - FAN;
    const row = (this.#rows(k) - 1) & level.mask;
    level.times[row] = below.times[firstBelow & below.mask];
    const to = row * this.channels;
    for (let child = 0; child < FAN; child++) {
      const from = ((firstBelow + child) & below.mask) * this.channels;
      for (let i = 0; i < this.channels; i++) {
        const min = below.mins[from + i];
        const max = below.maxs[from + i];
        // NaN compares false: it never takes the place of a number.
        if (child === 0 || min < level.mins[to + i] || Number.isNaN(level.mins[to + i])) {
          level.mins[to + i] = min;
        }
        if (child === 0 || max > level.maxs[to + i] || Number.isNaN(level.maxs[to + i])) {
          level.maxs[to + i] = max;
        }
      }
    }
  }

  /** Whole rows that level k has had. */
  #rows(k: number): number {
    return Math.floor(this.#samples / this.#levels[k].size);
  }

  /** The oldest row of level k that is read: whole rows of the next level, so that they join. */
  #first(k: number): number {
    return Math.ceil(Math.max(0, this.#rows(k) - this.#levels[k].capacity) / FAN) * FAN;
  }

  /** Simulated time of the oldest row of level k, s. */
  #timeAt(k: number): number {
    const { mask, times } = this.#levels[k];
    return times[this.#first(k) & mask];
  }

  /** The finest level that reaches back to `time`, or else the one that reaches back furthest. */
  #levelOf(time: number): number {
    for (let k = 0;; k++) {
      const isLast = k + 1 === this.#levels.length || this.#rows(k + 1) === 0;
      if (isLast || this.#first(k) === 0 || this.#timeAt(k) <= time) return k;
    }
  }

  /** The finest level that still has the sample `index`; the number of levels where none has. */
  #finest(index: number): number {
    let k = 0;
    while (k < this.#levels.length && index < this.#first(k) * this.#levels[k].size) k++;
    return k;
  }

  /** The coarsest level with a row that begins at `index` and does not reach beyond `end`. */
  #coarsest(index: number, end: number): number {
    let k = 0;
    while (k + 1 < this.#levels.length) {
      const { size } = this.#levels[k + 1];
      if ((index & (size - 1)) !== 0 || index + size > end) break;
      k++;
    }
    return k;
  }
}

function makeLevel(k: number, channels: number): Level {
  const capacity = k === 0 ? SAMPLE_ROWS : BUCKET_ROWS;
  const mins = new Float32Array(capacity * channels);
  return {
    size: FAN ** k,
    capacity,
    mask: capacity - 1,
    times: new Float64Array(capacity),
    mins,
    maxs: k === 0 ? mins : new Float32Array(capacity * channels),
  };
}
