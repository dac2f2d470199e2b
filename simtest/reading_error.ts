import { CHANNEL_CHECKS, CHANNEL_RANGES } from "../monitor/mod.ts";
import { type ChannelId, channelIndex, CHANNELS } from "../telemetry/mod.ts";

/** Part of a number, and of the typical range of its channel, that no reader could tell. */
const UNSEEN = 1e-6;

/** The same of what is summed up at the end of a lap, which is seen between two evaluations. */
const LAP_UNSEEN = 0.02;

const TURNED_OVER = channelIndex("ledger.turnedOver");
const COMPRESSED = channelIndex("ledger.airCompressed");

/** What cannot be told of channels that nothing vouches for all the time, and why. */
export const UNTOLD: Readonly<Partial<Record<ChannelId, string>>> = {
  "chain.cannotStart": "that a chain will never start follows from forces that no channel shows",
  "efficiency.running": "what was a pitch ago is in no channel; only that it freezes is seen",
  "lap.mechanical": "of what a torque gives and takes in turns only the balance is an account",
  "lap.chainEfficiency": "the work of air on the chain goes back and forth within a lap",
};

/** Places of the channels that a wrong value of must not be shown as good. */
export const JUDGED_CHANNELS: readonly number[] = [
  ...new Set(CHANNEL_CHECKS.flatMap(({ channels }) => channels)),
]
  .filter((id) => UNTOLD[id] === undefined)
  .map(channelIndex);

/** Whether what is shown of a channel is so wrong that it must be told. */
export function isWrong(channel: number, shown: Float64Array, truth: Float64Array): boolean {
  const [seen, is] = [shown[channel], truth[channel]];
  if (Number.isNaN(seen)) return !Number.isNaN(is) && !CHANNEL_RANGES[channel].mayBeEmpty;
  if (Number.isNaN(is)) return true;
  return Math.abs(seen - is) > unseen(channel, truth);
}

/** By how much a channel may be wrong untold: what is small beside what it is compared with. */
function unseen(channel: number, truth: Float64Array): number {
  const { id, unit, range: [low, high] } = CHANNELS[channel];
  const size = Math.abs(truth[channel]);
  if (id.startsWith("lap.") && id !== "lap.count") return LAP_UNSEEN * size;
  if (unit === "J") return UNSEEN * (size + truth[TURNED_OVER]);
  if (unit === "kg") return UNSEEN * (size + 1 + truth[COMPRESSED]);
  return UNSEEN * (size + high - low);
}
