import type { ChannelId, Quality, QualityReason } from "../telemetry/mod.ts";

/** What is written down of a channel whose quality becomes another. */
export interface QualityEntry {
  readonly kind: "quality";
  /** Simulated time, s. */
  readonly time: number;
  readonly channel: ChannelId;
  readonly quality: Quality;
  readonly reason: QualityReason;
  /** What it showed, in its unit; `null` is no data. */
  readonly value: number | null;
  /** What it showed while it was good last; `null` is never. */
  readonly goodValue: number | null;
}

const REASON_WORDS: Readonly<Record<QualityReason, string>> = {
  none: "as it should be",
  noData: "no data",
  frozen: "frozen",
  range: "beyond what it can be",
  jump: "jumped",
  noise: "noise",
  disagrees: "other channels disagree",
};

/** What happened, in words: `chain.speed is bad: jumped`. */
export function qualityText({ channel, quality, reason }: QualityEntry): string {
  if (quality === "good") return `${channel} is good again`;
  return `${channel} is ${quality}: ${REASON_WORDS[reason]}`;
}
