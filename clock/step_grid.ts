/**
 * Steps lie on the fixed grid t = origin + n dt. Products of decimal fractions such as 0.001 miss
 * whole numbers by rounding alone; this is where that is put right, once.
 *
 * @module
 */

/**
 * Relative error below which a quotient is the whole number next to it: that of eight roundings,
 * more than any quotient here takes.
 */
const ROUNDING = 4 * Number.EPSILON;

/** Whether `quotient` is a whole number but for rounding, where it comes of terms of `size`. */
function isWhole(quotient: number, size = Math.abs(quotient)): boolean {
  return Math.abs(quotient - Math.round(quotient)) <= ROUNDING * size;
}

/**
 * Largest whole number not above `quotient`, where a quotient that misses a whole number by
 * rounding alone counts as that number.
 */
export function wholeSteps(quotient: number): number {
  return isWhole(quotient) ? Math.round(quotient) : Math.floor(quotient);
}

/** Where an instant lies on a grid of steps. */
export interface GridPlace {
  /** The last step at or before the instant. */
  readonly step: number;
  /** Time from that step to the instant, s; exactly 0 when the instant is on the grid. */
  readonly ahead: number;
}

/** The grid of a run: step n lies at `origin + n dt`. */
export class StepGrid {
  /** Length of a step, s. */
  readonly dt: number;
  /** Time of step 0, s. */
  readonly origin: number;

  /**
   * @param dt Length of a step, s.
   * @param origin Time of step 0, s, not negative.
   */
  constructor(dt: number, origin = 0) {
    this.dt = dt;
    this.origin = origin;
  }

  /**
   * Time of a step, s: past the origin `step / (1 / dt)` where 1 / dt is whole, since 3 / 1000 is
   * 0.003 and 3 * 0.001 is not for every such number; else `step * dt`.
   */
  timeOf(step: number): number {
    const rate = Math.round(1 / this.dt);
    return this.origin + (1 / rate === this.dt ? step / rate : step * this.dt);
  }

  /** Where an instant, s, lies, which is not before the origin but for rounding. */
  place(time: number): GridPlace {
    const quotient = (time - this.origin) / this.dt;
    if (isWhole(quotient, (time + this.origin) / this.dt)) {
      return { step: Math.round(quotient), ahead: 0 };
    }
    const step = Math.floor(quotient);
    return { step, ahead: time - this.timeOf(step) };
  }
}
