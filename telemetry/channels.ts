import { LAP_CHANNELS, LEDGER_CHANNELS, LIMIT_CHANNELS } from "./balance_channels.ts";
import type { Channel, Sample } from "./channel.ts";
import { CLOCK_CHANNELS, ENGINE_CHANNELS } from "./clock_channels.ts";
import { HEALTH_CHANNELS } from "./health_channels.ts";
import { PLANT_CHANNELS } from "./plant_channels.ts";
import {
  FLOATER_CHANNELS,
  PROFILE_CHANNELS,
  QUALITY_CHANNELS,
  RECOVERY_CHANNELS,
  STABILITY_CHANNELS,
  TRAFFIC_CHANNELS,
} from "./runtime_channels.ts";

/** Public dotted name of a channel. */
export type ChannelId =
  | (typeof PLANT_CHANNELS)[number]["id"]
  | (typeof LAP_CHANNELS)[number]["id"]
  | (typeof LIMIT_CHANNELS)[number]["id"]
  | (typeof LEDGER_CHANNELS)[number]["id"]
  | (typeof HEALTH_CHANNELS)[number]["id"]
  | (typeof STABILITY_CHANNELS)[number]["id"]
  | (typeof FLOATER_CHANNELS)[number]["id"]
  | (typeof ENGINE_CHANNELS)[number]["id"]
  | (typeof QUALITY_CHANNELS)[number]["id"]
  | (typeof CLOCK_CHANNELS)[number]["id"]
  | (typeof PROFILE_CHANNELS)[number]["id"]
  | (typeof RECOVERY_CHANNELS)[number]["id"]
  | (typeof TRAFFIC_CHANNELS)[number]["id"];

/** Every channel, in the order of `Frame.values`. A new quantity is one row in one of these. */
export const CHANNELS: readonly Channel<ChannelId>[] = [
  ...PLANT_CHANNELS,
  ...LAP_CHANNELS,
  ...LIMIT_CHANNELS,
  ...LEDGER_CHANNELS,
  ...HEALTH_CHANNELS,
  ...STABILITY_CHANNELS,
  ...FLOATER_CHANNELS,
  ...ENGINE_CHANNELS,
  ...QUALITY_CHANNELS,
  ...CLOCK_CHANNELS,
  ...PROFILE_CHANNELS,
  ...RECOVERY_CHANNELS,
  ...TRAFFIC_CHANNELS,
];

const INDEX: ReadonlyMap<string, number> = new Map(
  CHANNELS.map((channel, index) => [channel.id, index]),
);

/** Position of a channel in `CHANNELS` and in `Frame.values`. */
export function channelIndex(id: ChannelId): number {
  return INDEX.get(id)!;
}

/**
 * Reads every channel into `values`; NaN is "no data". Allocates nothing.
 *
 * @param source What is read from.
 * @param values Shape: [CHANNELS.length].
 */
export function sample(source: Sample, values: Float64Array): void {
  for (let index = 0; index < CHANNELS.length; index++) {
    values[index] = CHANNELS[index].read(source);
  }
}
