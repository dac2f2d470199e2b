import { CHANNELS } from "./channels.ts";
import { PLANT_DICTIONARY } from "./dictionary.ts";
import type { Field } from "./fields.ts";
import type { Frame } from "./frame.ts";
import {
  allGood,
  type FrameQuality,
  QUALITIES,
  type Quality,
  QUALITY_REASONS,
  type QualityReason,
} from "./quality.ts";

/** A channel that is not good, as it is written. */
export interface WireQuality {
  readonly quality: Exclude<Quality, "good">;
  readonly reason: QualityReason;
  /** Time since it was good last, s; null is never. */
  readonly age: number | null;
  /** What it was then; null is no data. */
  readonly goodValue: number | null;
}

/** What is not good of some channels of a plant's frame, by their ids; nothing where all is. */
export function qualityObject(
  { quality, simulationTime }: Frame,
  channels: readonly Field[],
): Record<string, WireQuality> | undefined {
  if (quality === undefined || quality.stale + quality.bad === 0) return undefined;
  const found: Record<string, WireQuality> = {};
  for (const { channel } of channels) {
    const index = channel === undefined ? -1 : PLANT_DICTIONARY.channels.indexOf(channel);
    if (channel === undefined || !(quality.quality[index] > 0)) continue;
    found[channel.id] = {
      quality: QUALITIES[quality.quality[index]] as WireQuality["quality"],
      reason: QUALITY_REASONS[quality.reason[index]],
      age: orNull(simulationTime - quality.goodAt[index]),
      goodValue: orNull(quality.goodValue[index]),
    };
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

/**
 * What a frame that was sent says of its quality, as this program knows it.
 *
 * @param time Simulated time of the frame, s.
 * @throws {TypeError} It says it in words that mean nothing.
 */
export function readQuality(wire: unknown, time: number): FrameQuality | undefined {
  if (wire === undefined || wire === null) return undefined;
  if (typeof wire !== "object") throw noQuality();
  const read = allGood(CHANNELS.length);
  for (const [id, entry] of Object.entries(wire) as [string, Partial<WireQuality> | null][]) {
    const index = CHANNELS.findIndex((channel) => channel.id === id);
    if (index === -1) continue;
    const quality = QUALITIES.findIndex((each) => each === entry?.quality);
    const reason = QUALITY_REASONS.findIndex((each) => each === entry?.reason);
    if (quality < 1 || reason === -1) throw noQuality();
    read.quality[index] = quality;
    read.reason[index] = reason;
    read.goodAt[index] = typeof entry?.age === "number" ? time - entry.age : NaN;
    read.goodValue[index] = entry?.goodValue ?? NaN;
    if (QUALITIES[quality] === "stale") read.stale++;
    else read.bad++;
  }
  return read;
}

function noQuality(): TypeError {
  return new TypeError("Cannot take a frame in as its quality must be stale or bad, with a reason");
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
