import type { History } from "./history.ts";

/** The columns of a picture as stretches of simulated time. */
export interface Columns {
  /** Columns. */
  readonly count: number;
  /** Duration of a column, s. */
  readonly width: number;
  /** Number of the leftmost column, counted from simulated time 0. */
  readonly first: number;
  /** Index of the first sample of each column, and after the last. Shape: [count + 1]. */
  readonly borders: Float64Array;
}

/** Which window is divided, and how. */
export interface ColumnOptions {
  /** Simulated time at the right edge, s. */
  readonly end: number;
  /** Length of the window, s. */
  readonly span: number;
  /** Columns of the window. */
  readonly count: number;
  /** Columns by which the picture moves at a time: those of a cell. */
  readonly step: number;
  /** Time by which samples are shown later than they were taken, s; 0. */
  readonly shift?: number;
}

/**
 * Divides a window into columns. Borders lie at whole multiples of a column since simulated time 0,
 * so that a column never changes once it is past, wherever it stands. A sample belongs to the
 * column in which its time lies, and to that one only; what is later than the window to none.
 */
export function columnsOf(history: History, options: ColumnOptions): Columns {
  const { end, span, count, step, shift = 0 } = options;
  const width = span / count;
  const first = (Math.floor(end / width / step) + 1) * step - count;
  const last = history.sampleAfter(end - shift);
  const borders = new Float64Array(count + 1);
  for (let i = 0; i <= count; i++) {
    borders[i] = Math.min(last, history.sampleAt((first + i) * width - shift));
  }
  return { count, width, first, borders };
}

/**
 * Smallest and largest sample of each column; NaN where it has none, or no number.
 *
 * @returns shape [columns x 2].
 */
export function extentsOf(history: History, channel: number, { borders }: Columns): Float64Array {
  const extents = new Float64Array(2 * (borders.length - 1));
  for (let i = 0; i + 1 < borders.length; i++) {
    const { min, max } = history.extent(channel, borders[i], borders[i + 1]);
    extents[2 * i] = min;
    extents[2 * i + 1] = max;
  }
  return extents;
}
