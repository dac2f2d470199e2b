import fc from "fast-check";
import { CHANNELS, type Frame, STATUSES } from "../../telemetry/mod.ts";

/** Frames a second of every source here. */
export const FPS = 30;

const NO_FLOATERS = new Float64Array(0);

/** A frame all of whose values are there, and differ between frames and channels. */
export function numberedFrame(frameId: number, rest: Partial<Frame> = {}): Frame {
  return {
    frameId,
    timestamp: 1_700_000_000 + frameId / FPS,
    simulationTime: frameId / FPS,
    status: "running",
    values: Float64Array.from(CHANNELS, (_, index) => index + frameId / 7),
    floaterCount: 0,
    floaters: NO_FLOATERS,
    ...rest,
  };
}

/** Runs of frames in which values stay, change, go and come back, as those of a plant do. */
export function frameRuns(): fc.Arbitrary<Frame[]> {
  const value = fc.oneof(fc.double(), fc.constantFrom(NaN, 0, -0, Infinity, 1e-310, 5e300));
  const change = fc.record({
    skip: fc.integer({ min: 1, max: 3 }),
    changes: fc.array(fc.tuple(fc.nat(CHANNELS.length - 1), value), { maxLength: 12 }),
    status: fc.constantFrom(...STATUSES),
    tick: fc.double({ min: 0, max: 2, noNaN: true }),
  });
  return fc.array(change, { minLength: 1, maxLength: 12 }).map((steps) => {
    const values = new Float64Array(CHANNELS.length).fill(NaN);
    let [frameId, simulationTime] = [-1, 0];
    return steps.map(({ skip, changes, status, tick }) => {
      frameId += skip;
      simulationTime += tick;
      for (const [channel, number] of changes) values[channel] = number;
      const timestamp = 1_700_000_000.123456 + simulationTime;
      const rest = { timestamp, simulationTime, status, values: values.slice() };
      return numberedFrame(frameId, rest);
    });
  });
}
