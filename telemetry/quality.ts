/**
 * How far the value of a channel may be believed. `stale`: it is not renewed, and was good once.
 * `bad`: it is renewed, and cannot be right.
 */
export const QUALITIES = ["good", "stale", "bad"] as const;

/** How far the value of a channel may be believed. */
export type Quality = (typeof QUALITIES)[number];

/** Why a channel is not good, in the order of their numbers in {@linkcode FrameQuality}. */
export const QUALITY_REASONS = [
  "none",
  "noData", // not a number where there must be one: the sample was dropped
  "frozen", // the same to the last bit while what depends on it moves
  "range", // outside of what the channel can be
  "jump", // a step beyond what the plant can do
  "noise", // up and down beyond what the plant can do
  "disagrees", // other channels say otherwise
] as const;

/** Why a channel is not good. */
export type QualityReason = (typeof QUALITY_REASONS)[number];

/** Quality of every channel of a frame, in dictionary order. */
export interface FrameQuality {
  /** Channels that are stale, and that are bad; while there are none all others are good. */
  stale: number;
  bad: number;
  /** Index into {@linkcode QUALITIES}. Shape: [channel count]. */
  readonly quality: Uint8Array;
  /** Index into {@linkcode QUALITY_REASONS}. Shape: [channel count]. */
  readonly reason: Uint8Array;
  /** Simulated time at which the channel was good last, s; NaN never. Shape: [channel count]. */
  readonly goodAt: Float64Array;
  /** What it was then, in its unit; NaN is "no data". Shape: [channel count]. */
  readonly goodValue: Float64Array;
}

/** Quality of so many channels that are all good. */
export function allGood(count: number): FrameQuality {
  return {
    stale: 0,
    bad: 0,
    quality: new Uint8Array(count),
    reason: new Uint8Array(count),
    goodAt: new Float64Array(count).fill(NaN),
    goodValue: new Float64Array(count).fill(NaN),
  };
}

/** Writes one quality over another of as many channels. */
export function copyQuality(from: FrameQuality, to: FrameQuality): void {
  to.stale = from.stale;
  to.bad = from.bad;
  if (from.stale + from.bad === 0) return;
  to.quality.set(from.quality);
  to.reason.set(from.reason);
  to.goodAt.set(from.goodAt);
  to.goodValue.set(from.goodValue);
}

/** A quality of its own where not all is good, so that it can be kept. */
export function keptQuality(quality: FrameQuality | undefined): FrameQuality | undefined {
  if (quality === undefined || quality.stale + quality.bad === 0) return undefined;
  const kept = allGood(quality.quality.length);
  copyQuality(quality, kept);
  return kept;
}
