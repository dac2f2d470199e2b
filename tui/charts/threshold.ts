import type { Style } from "../kit/mod.ts";
import type { Extent } from "./history.ts";

/** A value that a course should not pass. */
export interface Threshold {
  /** In the unit of the channel. */
  readonly value: number;
  /** On which side of it something is wrong. */
  readonly side: "above" | "below";
  /** Of what lies beyond. */
  readonly style: Style;
}

/** Of thresholds from the mildest to the most severe, the last that `extent` reaches beyond. */
export function beyond(
  thresholds: readonly Threshold[] | undefined,
  { min, max }: Extent,
): Threshold | undefined {
  return thresholds?.findLast(({ value, side }) => side === "above" ? max > value : min < value);
}

/** Sign of what lies beyond a threshold. */
export function signOf({ side }: Threshold): string {
  return side === "above" ? "▲" : "▼";
}
