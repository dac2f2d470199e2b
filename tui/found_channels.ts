import { type Channel, type ChannelId, CHANNELS } from "../telemetry/mod.ts";

/** Channels that have every word of a text in their id, label or description. */
export function foundChannels(text: string): readonly Channel<ChannelId>[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return CHANNELS.filter(({ id, label, description }) => {
    const whole = `${id} ${label} ${description}`.toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}
