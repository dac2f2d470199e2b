/**
 * Steps lie on the fixed grid t = n dt. Products of decimal fractions such as 0.001 miss whole
 * numbers by rounding alone; this is where that is put right, once.
 *
 * @module
 */

/**
 * Relative error below which a quotient is the whole number next to it: that of eight roundings,
 * more than any quotient here takes.
 */
const ROUNDING = 4 * Number.EPSILON;

/** Whether `quotient` is a whole number but for rounding. */
function isWhole(quotient: number): boolean {
  return Math.abs(quotient - Math.round(quotient)) <= ROUNDING * Math.abs(quotient);
}

/**
 * Largest whole number not above `quotient`, where a quotient that misses a whole number by
 * rounding alone counts as that number.
 */
export function wholeSteps(quotient: number): number {
  return isWhole(quotient) ? Math.round(quotient) : Math.floor(quotient);
}

/**
 * Time of a step of the grid, s.
 *
 * @param step Number of the step, from 0.
 * @param dt Length of a step, s.
 * @returns `step / (1 / dt)` where 1 / dt is whole, since 3 / 1000 is 0.003 and 3 * 0.001 is not
 * for every such number; else `step * dt`.
 */
export function stepTime(step: number, dt: number): number {
  const rate = Math.round(1 / dt);
  return 1 / rate === dt ? step / rate : step * dt;
}

/** Where an instant lies on the grid of steps. */
export interface GridPlace {
  /** The last step at or before the instant. */
  readonly step: number;
  /** Time from that step to the instant, s; exactly 0 when the instant is on the grid. */
  readonly ahead: number;
}

/**
 * Where an instant lies on the grid.
 *
 * @param time The instant, s, not negative.
 * @param dt Length of a step, s.
 */
export function placeOnGrid(time: number, dt: number): GridPlace {
  const quotient = time / dt;
  if (isWhole(quotient)) return { step: Math.round(quotient), ahead: 0 };
  const step = Math.floor(quotient);
  return { step, ahead: time - stepTime(step, dt) };
}
