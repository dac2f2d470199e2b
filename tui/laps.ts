import { channelIndex, type Frame } from "../telemetry/mod.ts";

/** The last two ends of a lap, and where the run began: what flows per lap are differences of. */
export interface Laps {
  /** The newest frame at which a lap had ended. */
  readonly last: Frame | undefined;
  /** The frame at which the lap before had ended, or the first one of the run. */
  readonly before: Frame | undefined;
}

/** No frame seen yet. */
export const NO_LAPS: Laps = { last: undefined, before: undefined };

const COUNT = channelIndex("lap.count");

/**
 * The ends of laps after one more frame, which must be a copy. A lap ends between two frames, so
 * that what is between its ends may be a frame longer or shorter than the lap.
 */
export function withFrame(laps: Laps, frame: Frame): Laps {
  const known = laps.last ?? laps.before;
  if (known === undefined) return { last: undefined, before: frame };
  if (!(frame.values[COUNT] > known.values[COUNT])) return laps;
  return { last: frame, before: known };
}
