import { channelIndex, type Frame } from "../telemetry/mod.ts";

/** Upper ends of the classes of lateness, s; the last class has none. */
export const LATENESS_BOUNDS: readonly number[] = [
  10e-6,
  20e-6,
  50e-6,
  100e-6,
  200e-6,
  500e-6,
  1e-3,
  2e-3,
  5e-3,
  10e-3,
  20e-3,
];

/** How late the ticks of the frames that were seen came. */
export interface LatenessCounts {
  /** Ticks of each class. Shape: [LATENESS_BOUNDS.length + 1]. */
  readonly counts: readonly number[];
  readonly ticks: number;
}

/** No tick seen yet. */
export const NO_TICKS: LatenessCounts = {
  counts: LATENESS_BOUNDS.map(() => 0).concat(0),
  ticks: 0,
};

const LATENESS = channelIndex("clock.lateness");

/** The counts with the tick of one more frame. */
export function withTick(known: LatenessCounts, frame: Frame): LatenessCounts {
  const lateness = frame.values[LATENESS];
  if (Number.isNaN(lateness)) return known;
  const end = LATENESS_BOUNDS.findIndex((bound) => lateness < bound);
  const place = end === -1 ? LATENESS_BOUNDS.length : end;
  return { counts: known.counts.with(place, known.counts[place] + 1), ticks: known.ticks + 1 };
}
