import { type ChannelId, channelIndex, CHANNELS, type Frame } from "../telemetry/mod.ts";
import { type Quantity, quantity } from "./format.ts";

/** A channel as the screen says it; "no data" without a frame. */
export function reading(frame: Frame | undefined, id: ChannelId): Quantity {
  const index = channelIndex(id);
  const { unit, decimals } = CHANNELS[index];
  return quantity(frame?.values[index] ?? NaN, unit, decimals);
}
