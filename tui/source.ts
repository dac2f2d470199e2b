import {
  type Channel,
  type ChannelId,
  CHANNELS,
  QUALITIES,
  type Quality,
} from "../telemetry/mod.ts";
import { foundChannels } from "./found_channels.ts";
import type { Model } from "./model.ts";

/** A channel of a source, and its position in `Frame.values`. */
export interface SourceChannel {
  readonly channel: Channel<ChannelId>;
  readonly index: number;
}

const ALL: readonly SourceChannel[] = CHANNELS.map((channel, index) => ({ channel, index }));

/** Every channel of the source that is shown. */
export function sourceChannels(): readonly SourceChannel[] {
  return ALL;
}

/** Those that have every word that is looked for. */
export function shownChannels({ find }: Pick<Model, "find">): readonly SourceChannel[] {
  if (find.trim() === "") return ALL;
  const found = new Set(foundChannels(find));
  return ALL.filter(({ channel }) => found.has(channel));
}

/**
 * How far a channel can be believed now, with how long it has not been good, s: what comes from a
 * frame of long ago says nothing of now.
 */
export function qualityOf(
  { numerals, link }: Pick<Model, "numerals" | "link">,
  index: number,
): { readonly quality: Quality; readonly age: number } {
  const { quality: judged, status, simulationTime = NaN } = numerals ?? {};
  const age = simulationTime - (judged?.goodAt[index] ?? NaN);
  if (status === "stale" || link?.isStale === true) return { quality: "stale", age };
  const hasDoubts = judged !== undefined && judged.stale + judged.bad > 0;
  return { quality: hasDoubts ? QUALITIES[judged.quality[index]] : "good", age };
}
