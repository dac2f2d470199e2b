import { type Channel, CHANNELS, type Frame } from "../../telemetry/mod.ts";
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
 * @param values Where the channels are written. Shape: [channel count].
 */
export function between(
  [before, after]: readonly [before: Frame, after: Frame],
  part: number,
  values: Float64Array,
): Frame {
  for (let index = 0; index < values.length; index++) {
    const [from, to] = [before.values[index], after.values[index]];
    values[index] = CONTINUOUS[index] && !Number.isNaN(to) ? from + (to - from) * part : from;
  }
  const on = (from: number, to: number) => from + (to - from) * part;
  return {
    ...before,
    timestamp: on(before.timestamp, after.timestamp),
    simulationTime: on(before.simulationTime, after.simulationTime),
    values,
  };
}
