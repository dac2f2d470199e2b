import type { ChannelId } from "../telemetry/mod.ts";
import type { SeenPlant } from "./seen_plant.ts";

/**
 * Something that holds between channels of one instant (analytical redundancy), so that a value
 * that breaks it is wrong.
 */
export interface ChannelCheck {
  readonly id: string;
  /** Channels that a wrong value of would show: a check that passes speaks for them. */
  readonly channels: readonly ChannelId[];
  /** Channels that decide whether it applies: they too are in doubt when it fails. */
  readonly gates?: readonly ChannelId[];
  /**
   * Whether the difference must be 0, or only what it was before: of accounts, which begin at any
   * value, and of what parameters alone make another.
   */
  readonly kind: "zero" | "constant";
  /** Evaluations in a row for which it must fail; 1 when nothing is said. */
  readonly patience?: number;
  /**
   * Writes the difference, and the size of the numbers it is a difference of, in the same unit;
   * NaN where the check does not apply.
   */
  readonly compare: (seen: SeenPlant, out: Float64Array) => void;
}

/** Says that a check does not apply. */
export function doesNotApply(out: Float64Array): void {
  out[0] = NaN;
  out[1] = NaN;
}

/** Says that `left` and `right` are to be equal. */
export function mustEqual(out: Float64Array, left: number, right: number): void {
  out[0] = left - right;
  out[1] = Math.abs(left) + Math.abs(right);
}

/** Says that a condition is to hold. */
export function mustHold(out: Float64Array, holds: boolean): void {
  out[0] = holds ? 0 : 1;
  out[1] = 1;
}
