/** Ends of an axis. */
export interface Scale {
  readonly min: number;
  readonly max: number;
}

/** Ends of an axis, over their power of ten. */
const ENDS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** An axis with round ends over zero and all of `extent`; `fallback` where that is nothing. */
export function niceScale(extent: Scale, fallback: Scale): Scale {
  const min = 0 - roundUp(Math.max(0, -extent.min));
  const max = roundUp(Math.max(0, extent.max));
  return max > min ? { min, max } : fallback;
}

/** Values up to this are nothing: their powers of ten have no digits left. */
const NOTHING = 1e-300;

/** The least round number that is not below `value`; 0 for nothing and for NaN. */
function roundUp(value: number): number {
  if (!(value > NOTHING)) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const end = ENDS.find((each) => each * power >= value * (1 - 1e-9)) ?? 10;
  return Number((end * power).toPrecision(3));
}
