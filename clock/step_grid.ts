/**
 * Steps lie on the fixed grid t = n dt. Products of decimal fractions such as 0.001 miss whole
 * numbers by rounding alone; this is where that is put right, once.
 *
 * @module
 */

/**
 * Relative error below which a quotient is the whole number next to it: eight roundings of half
 * an ulp each, more than any quotient below takes.
 */
const ROUNDING = 4 * Number.EPSILON;

/**
 * Largest whole number not above `quotient`, where a quotient that misses a whole number by
 * rounding alone counts as that number.
 */
export function wholeSteps(quotient: number): number {
  const nearest = Math.round(quotient);
  const isWhole = Math.abs(quotient - nearest) <= ROUNDING * Math.abs(quotient);
  return isWhole ? nearest : Math.floor(quotient);
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
