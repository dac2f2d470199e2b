import type { ClockReading } from "../../clock/mod.ts";
import { type ChannelId, channelIndex, CHANNELS, type Frame } from "../../telemetry/mod.ts";

/** A clock that keeps up. */
export function clockReading(): ClockReading {
  return {
    rtf: 1,
    target: 1,
    fps: 30,
    targetFps: 30,
    load: 0.01,
    lateness: 1e-5,
    latenessP50: 1e-5,
    latenessP99: 2e-5,
    latenessMax: 3e-5,
    overruns: 0,
    droppedSteps: 0,
    held: false,
  };
}

/** A frame whose values are all "no data" but those of `known`. */
export function frameOf(known: Partial<Record<ChannelId, number>>, rest?: Partial<Frame>): Frame {
  const values = new Float64Array(CHANNELS.length).fill(NaN);
  for (const [id, value] of Object.entries(known)) values[channelIndex(id as ChannelId)] = value;
  return {
    frameId: 12345,
    timestamp: 1699123456.7891231,
    simulationTime: 67.8,
    status: "running",
    values,
    floaterCount: 0,
    floaters: new Float64Array(0),
    ...rest,
  };
}
