import type { Theme } from "../kit/mod.ts";
import type { ChartView } from "./chart_view.ts";
import type { History } from "./history.ts";
import type { Scale } from "./scale.ts";
import type { Threshold } from "./threshold.ts";

/** One channel in a chart. */
export interface Series {
  readonly label: string;
  /** Position in the samples of the history. */
  readonly channel: number;
  /** As shown. Series of one unit share an axis. */
  readonly unit: string;
  /** A value as a number in `unit`. */
  readonly format: (value: number) => string;
  /** The axis where it is fixed, and where there is nothing to fit it to. */
  readonly range: Scale;
  /** From the mildest to the most severe. */
  readonly thresholds?: readonly Threshold[] | undefined;
}

/** A run that is shown faintly behind the one that is looked at. */
export interface Baseline {
  /** Of the same channels. */
  readonly history: History;
  /** Time by which it is shown later than it was, s. */
  readonly shift: number;
}

/** What a `Chart` shows. */
export interface ChartProps {
  readonly history: History;
  /** The first has its axis at the right. At least one. */
  readonly series: readonly Series[];
  readonly view: ChartView;
  readonly theme: Theme;
  /** Simulated time as text, with so many digits of a second. */
  readonly formatTime: (seconds: number, decimals: number) => string;
  /**
   * Simulated time of the numerals, s; the newest when left out. Numerals that change with every
   * frame cannot be read, so let it advance a few times a second.
   */
  readonly numeralsAt?: number | undefined;
  /** Simulated time of the newest sample that is shown, s; of the newest there is when left out. */
  readonly until?: number | undefined;
  readonly baseline?: Baseline | undefined;
  /** Whether the time is below, where there is room; true. Charts in a stack need it once. */
  readonly hasTime?: boolean | undefined;
}
