import type { Extent } from "./history.ts";

/** Ends of an axis. */
export interface Scale {
  readonly min: number;
  readonly max: number;
}

/** Distances between marks of an axis, over their power of ten. */
const STEPS = [1, 2, 5, 10];

/** Marks that an axis has at most between its ends. */
const MARKS_MAX = 4;

/** Lengths of an extent that it may lie away from zero with zero still on the axis. */
const ZERO_WITHIN = 1;

/** Part of a value that a change of it must be, to be more than the rounding of its samples. */
const FLAT = 1e-6;

/**
 * An axis with round ends over all of `extent`, and over zero where that is near; `fallback` where
 * there is no extent. A course that stays at one value has it in the middle.
 */
export function niceScale({ min, max }: Extent, fallback: Scale): Scale {
  if (!(max >= min)) return fallback;
  const size = Math.max(Math.abs(min), Math.abs(max));
  if (max - min <= FLAT * size) {
    if (size === 0) return fallback.min <= 0 && fallback.max >= 0 ? fallback : { min: -1, max: 1 };
    if (min >= fallback.min && max <= fallback.max) return fallback;
    return rounded({ min: min - size / 2, max: max + size / 2 });
  }
  const reach = ZERO_WITHIN * (max - min);
  return rounded({
    min: min > 0 && min <= reach ? 0 : min,
    max: max < 0 && -max <= reach ? 0 : max,
  });
}

/** Ends of the extent, moved out to the next mark. */
function rounded({ min, max }: Scale): Scale {
  const least = (max - min) / MARKS_MAX;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * STEPS.find((each) => each * power >= least * (1 - 1e-9))!;
  // Twelve digits: 3 x 0.1 is an end called 0.3.
  const end = (marks: number) => Number((marks * step).toPrecision(12)) + 0;
  return { min: end(Math.floor(min / step + 1e-9)), max: end(Math.ceil(max / step - 1e-9)) };
}

/** Smallest and largest of both; NaN is no data. */
export function joined(one: Extent, other: Extent): Extent {
  if (Number.isNaN(one.min)) return other;
  if (Number.isNaN(other.min)) return one;
  return { min: Math.min(one.min, other.min), max: Math.max(one.max, other.max) };
}
