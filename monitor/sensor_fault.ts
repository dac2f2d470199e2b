import { type ChannelId, channelIndex, SPIKE_SHARE } from "../telemetry/mod.ts";
import type { ActiveFault } from "./fault_schedule.ts";

/** A channel that reads wrongly. */
export interface SensorFault extends ActiveFault {
  /** What the channel read when the fault began. */
  readonly held: number;
}

/**
 * Spoils the readings of faulty channels; what is measured is left alone. By chance that depends on
 * the instant alone, so that whoever looks at an instant sees the same.
 *
 * @param values One value per channel, spoilt in place. Shape: [CHANNELS.length].
 * @param time Simulated time, s.
 */
export function spoil(values: Float64Array, faults: readonly SensorFault[], time: number): void {
  for (const fault of faults) {
    const index = channelIndex(fault.fault.target as ChannelId);
    values[index] = faultyReading(values[index], fault, time);
  }
}

function faultyReading(value: number, { fault, chance, held }: SensorFault, time: number): number {
  const { kind, magnitude = NaN, at } = fault;
  switch (kind) {
    case "stuck":
      return held;
    case "bias":
      return value + magnitude;
    case "drift":
      return value + magnitude * (time - at);
    case "spike": {
      if (chance.uniform(time) >= SPIKE_SHARE) return value;
      return chance.uniform(time, 1) < 0.5 ? value - magnitude : value + magnitude;
    }
    case "noise":
      return value + magnitude * chance.normal(time);
    case "drop":
      return chance.uniform(time) < magnitude ? NaN : value;
    default:
      return NaN;
  }
}
