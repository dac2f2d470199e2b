import type { ClockReading } from "../clock/mod.ts";
import type { Observation } from "../engine/terms/mod.ts";
import type { RuntimeReading } from "./runtime.ts";

/** What channels are read from: the plant at one instant, and what drives and watches it. */
export interface Sample {
  readonly plant: Observation;
  readonly clock: ClockReading;
  readonly runtime: RuntimeReading;
}

/** What is known of a channel apart from how it is read. */
export interface ChannelRow<Id extends string = string> {
  /** Public dotted name, unique. */
  readonly id: Id;
  /** A few words for a screen. */
  readonly label: string;
  /** SI unless it says otherwise; "" is dimensionless, and truth is 1 or 0. */
  readonly unit: string;
  /** What an axis should span at first. Values may leave it. */
  readonly range: readonly [number, number];
  /** Digits after the point, on screens only. */
  readonly decimals: number;
  /** What its whole numbers stand for, number 0 first, where they count nothing. */
  readonly words?: readonly string[];
  /** One sentence: what is measured, and its sign. */
  readonly description: string;
}

/** One row of a channel dictionary: of the plant's, if nothing is said. */
export interface Channel<Id extends string = string, Source = Sample> extends ChannelRow<Id> {
  /** Value in `unit`; NaN is "no data". */
  readonly read: (sample: Source) => number;
}
