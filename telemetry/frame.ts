import type { FrameQuality } from "./quality.ts";

/** State of the source a frame comes from. */
export const STATUSES = [
  "starting",
  "running",
  "held",
  "starved",
  "stuck",
  "fault",
  "replay",
  "stale",
] as const;

/** State of the source a frame comes from. */
export type Status = (typeof STATUSES)[number];

/**
 * One telemetry record.
 *
 * A frame is lent to a subscriber for the duration of the call: the arrays are views of the ring
 * that carries frames between threads. Copy what is to be kept.
 */
export interface Frame {
  /** Counts from 0 without gaps on the bus. */
  readonly frameId: number;
  /** Unix time, s, with microseconds. */
  readonly timestamp: number;
  /** Simulated time, s. */
  readonly simulationTime: number;
  readonly status: Status;
  /** One value per channel in dictionary order; NaN is "no data". Shape: [channel count]. */
  readonly values: Float64Array;
  /** How far the values may be believed; where it is not there nobody has judged it, or all may. */
  readonly quality?: FrameQuality | undefined;
  /** Number of floaters. */
  readonly floaterCount: number;
  /** Rows of FLOATER_COLUMNS of the engine, floater 0 first. Shape: [floaterCount x columns]. */
  readonly floaters: Float64Array;
}
