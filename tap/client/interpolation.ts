import { type Channel, CHANNELS, FLOATER_COLUMNS, type Frame } from "../../telemetry/mod.ts";
import { LONGEST_STRETCH } from "./limits.ts";

/** Channels that are renewed once a lap or a second, and in between do not move at all. */
const RENEWED = ["lap.", "clock.", "profile.", "health.", "engine."];

/**
 * Whether a channel has values between two of its values: not where it counts, numbers or is true,
 * and not where it stays as it is until it is renewed.
 */
export function isContinuous({ id, unit, decimals }: Channel): boolean {
  return !(unit === "" && decimals === 0) && !RENEWED.some((start) => id.startsWith(start));
}

const CONTINUOUS = CHANNELS.map(isContinuous);
const FLOATERS_CONTINUOUS = FLOATER_COLUMNS.map((column) => column !== "valve");

/** Where a frame between two others is written. */
export interface FrameRoom {
  /** Shape: [channel count]. */
  readonly values: Float64Array;
  /** Is replaced where there are other floaters than before. Shape: [floaters x columns]. */
  floaters: Float64Array;
}

/** Whether there is anything between two frames that follow each other. */
export function isBridgeable(before: Frame, after: Frame): boolean {
  const stretch = after.timestamp - before.timestamp;
  return stretch > 0 && stretch <= LONGEST_STRETCH &&
    after.simulationTime >= before.simulationTime &&
    before.status !== "fault" && after.status !== "fault";
}

/**
 * The frame at a part of the way from one frame to the next: continuous channels lie on the line
 * between their two values, all else is as it was. What is "no data" before stays so, and what is
 * "no data" after stays as it was.
 *
 * @param part From 0 to 1.
 */
export function between(
  [before, after]: readonly [before: Frame, after: Frame],
  part: number,
  room: FrameRoom,
): Frame {
  const numbers = [before.values, after.values] as const;
  interpolate(numbers, part, { values: room.values, isContinuous: CONTINUOUS });
  const { length } = before.floaters;
  if (room.floaters.length !== length) room.floaters = new Float64Array(length);
  const { floaters } = room;
  const rows = [before.floaters, after.floaters] as const;
  if (rows[1].length !== length) floaters.set(before.floaters);
  else interpolate(rows, part, { values: floaters, isContinuous: FLOATERS_CONTINUOUS });
  const on = (from: number, to: number) => from + (to - from) * part;
  return {
    ...before,
    timestamp: on(before.timestamp, after.timestamp),
    simulationTime: on(before.simulationTime, after.simulationTime),
    values: room.values,
    floaters,
  };
}

/** Writes numbers of the way from some to others; `isContinuous` is read over and over. */
function interpolate(
  [before, after]: readonly [before: Float64Array, after: Float64Array],
  part: number,
  { values, isContinuous }: { values: Float64Array; isContinuous: readonly boolean[] },
): void {
  const period = isContinuous.length;
  for (let index = 0; index < values.length; index++) {
    const [from, to] = [before[index], after[index]];
    const isBetween = isContinuous[index % period] && !Number.isNaN(to);
    values[index] = isBetween ? from + (to - from) * part : from;
  }
}
