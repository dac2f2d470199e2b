/** Most buckets a history keeps, two dots for each of 240 cells; then the oldest is forgotten. */
export const HISTORY_CAPACITY = 480;

/**
 * What a chart shows of a channel: the smallest and largest sample of each bucket, oldest first.
 *
 * Buckets are aligned to the absolute index of the sample, so that a chart scrolls without its
 * columns changing, and hold both extremes, so that no spike is lost. A bucket without any number
 * is a gap (NaN). A history is never changed; `appendSample` returns the next one.
 */
export interface History {
  readonly samplesPerBucket: number;
  /** Samples taken since the start, gaps included. */
  readonly samples: number;
  /** Whole buckets as (min, max) pairs. Shape: [buckets x 2]. */
  readonly closed: Float64Array;
  /** Extremes of the bucket being filled, NaN while it has no number. */
  readonly openMin: number;
  readonly openMax: number;
  /** The newest sample. */
  readonly last: number;
}

/** Smallest and largest of some samples; NaN is "no data". */
export interface Extent {
  readonly min: number;
  readonly max: number;
}

/** Smallest and largest of no samples. */
export const NO_EXTENT: Extent = { min: NaN, max: NaN };

/** An empty history. Throws RangeError when `samplesPerBucket` is not a positive integer. */
export function emptyHistory(samplesPerBucket: number): History {
  if (!Number.isInteger(samplesPerBucket) || samplesPerBucket < 1) {
    throw new RangeError(
      `Cannot make history as samplesPerBucket must be a whole number >= 1: ` +
        `current value is ${samplesPerBucket}`,
    );
  }
  return {
    samplesPerBucket,
    samples: 0,
    closed: new Float64Array(0),
    openMin: NaN,
    openMax: NaN,
    last: NaN,
  };
}

/** The history with one more sample; NaN is a gap. */
export function appendSample(history: History, value: number): History {
  const samples = history.samples + 1;
  const { min, max } = widened({ min: history.openMin, max: history.openMax }, value);
  const next = { ...history, samples, last: value };
  if (samples % history.samplesPerBucket !== 0) return { ...next, openMin: min, openMax: max };
  return { ...next, closed: withBucket(history.closed, min, max), openMin: NaN, openMax: NaN };
}

/**
 * The newest `count` buckets as (min, max) pairs, oldest first, the open one last; fewer when there
 * are not so many. Shape: [buckets x 2].
 */
export function newestBuckets(history: History, count: number): Float64Array {
  const open = history.samples % history.samplesPerBucket === 0 ? 0 : 1;
  const available = history.closed.length / 2;
  const whole = Math.max(0, Math.min(available, count - open));
  const buckets = new Float64Array(2 * (whole + open));
  buckets.set(history.closed.subarray(2 * (available - whole)));
  if (open === 1) buckets.set([history.openMin, history.openMax], 2 * whole);
  return buckets;
}

/** Smallest and largest number in buckets made by `newestBuckets`. */
export function extentOf(buckets: Float64Array): Extent {
  let { min, max } = NO_EXTENT;
  for (let index = 0; index < buckets.length; index += 2) {
    if (!(buckets[index] >= min)) min = either(buckets[index], min);
    if (!(buckets[index + 1] <= max)) max = either(buckets[index + 1], max);
  }
  return { min, max };
}

function widened({ min, max }: Extent, value: number): Extent {
  if (Number.isNaN(value)) return { min, max };
  return { min: min <= value ? min : value, max: max >= value ? max : value };
}

function withBucket(closed: Float64Array, min: number, max: number): Float64Array {
  const kept = closed.length === 2 * HISTORY_CAPACITY ? closed.subarray(2) : closed;
  const next = new Float64Array(kept.length + 2);
  next.set(kept);
  next.set([min, max], kept.length);
  return next;
}

function either(value: number, fallback: number): number {
  return Number.isNaN(value) ? fallback : value;
}
