import type { ChannelRow } from "./channel.ts";
import { CHANNELS } from "./channels.ts";
import { type Parameter } from "./parameter.ts";
import { PARAMETERS } from "./parameters.ts";
import { SKY_CHANNELS } from "./sky_channels.ts";

/** What one kind of source can be asked about. */
export interface Dictionary {
  /** In the order of `Frame.values`. */
  readonly channels: readonly ChannelRow[];
  /** What a command can set; none where nothing can be. */
  readonly parameters: readonly Parameter[];
}

/** The plant. */
export const PLANT_DICTIONARY: Dictionary = { channels: CHANNELS, parameters: PARAMETERS };

/** A satellite and a station: nothing of them can be set. */
export const SKY_DICTIONARY: Dictionary = { channels: SKY_CHANNELS, parameters: [] };
