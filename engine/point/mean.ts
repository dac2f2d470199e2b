import type { PlantModel } from "../model.ts";
import type { SteadyColumn } from "./column.ts";
import { steadyLoad } from "./speed.ts";

/** Speeds between which a steady point is looked for, m/s. */
export const SPEED_RANGE: { readonly lowest: number; readonly highest: number } = {
  lowest: 1e-3,
  highest: 100,
};

/** Speed to start from where the generator's cut-in says nothing, m/s. */
const FIRST_SPEED = 0.1;
/** Relative error of the mean speed that the ripple's iteration takes over from. */
const MEAN_TOLERANCE = 1e-4;
/** Share of a limit within which a guess is held by it. */
const EDGE = 1e-9;
/** Passes until then: halving the range of speeds 60 times leaves nothing of it. */
const MEAN_TRIALS = 60;

/** Mean speed, m/s, and how the mean force of the floaters changes with it, N s/m. */
export interface MeanSpeed {
  readonly speed: number;
  readonly slope: number;
}

/** Mean force on the chain that does not depend on its present speed, N. */
function meanForce(model: PlantModel, column: SteadyColumn): number {
  let work = 0;
  for (let i = 0; i < column.grid.cells; i++) {
    work += column.work[i] + model.h1Force * column.grid.descending[i] * column.grid.lengths[i];
  }
  return work / model.pitch + model.externalForce - model.coulombFriction - model.brakeForce;
}

/** Mean force that a steady chain loses to all that grows with its speed, N. */
function meanResistance(model: PlantModel, column: SteadyColumn, v: number): number {
  let flow = column.dumpedMass + column.dumpedWater;
  let drag = 0;
  for (let i = 0; i < column.grid.cells; i++) {
    flow += column.taken[i] + column.expelled[i];
    drag += (model.count - model.h1DragReduction * column.grid.descending[i]) *
      column.grid.lengths[i];
  }
  return (model.halfDrag * drag + 0.5 * flow) / model.pitch * v * v + model.viscousFriction * v +
    steadyLoad(model, v / model.radius) / model.radius;
}

/**
 * Speed at which mean drive and mean resistance are equal, were there no ripple, and beyond which
 * the resistance is larger. The resistance is followed exactly, the drive by its secant.
 *
 * @returns "slow" or "fast" when that speed is out of range
 */
export function findMeanSpeed(
  model: PlantModel,
  column: SteadyColumn,
): MeanSpeed | "slow" | "fast" {
  const speeds = new Float64Array(column.grid.cells);
  let v = Math.max(FIRST_SPEED, 1.02 * model.cutInSpeed * model.radius / model.gearRatio);
  let { lowest: low, highest: high } = SPEED_RANGE;
  let slope = 0;
  let last = { force: NaN, speed: NaN };
  for (let i = 0; i < MEAN_TRIALS; i++) {
    column.follow(speeds.fill(v));
    const force = meanForce(model, column);
    if (i > 0) slope = (force - last.force) / (v - last.speed);
    last = { force, speed: v };
    const drives = force > meanResistance(model, column, v);
    if (!drives && v === SPEED_RANGE.lowest) return "slow";
    if (drives && v === SPEED_RANGE.highest) return "fast";
    if (drives) low = v;
    else high = v;
    const guess = balance(model, column, { force, speed: v, slope, low, high });
    if (Math.abs(guess - v) <= MEAN_TOLERANCE * v) return { speed: guess, slope };
    v = within(guess, { low, high });
  }
  return "slow";
}

/** The guess, or when it is held by the end of what is known, that end if it is not known yet. */
function within(guess: number, { low, high }: { low: number; high: number }): number {
  const isLow = guess - low <= EDGE * low;
  const isHigh = high - guess <= EDGE * high;
  if (isLow && low === SPEED_RANGE.lowest) return low;
  if (isHigh && high === SPEED_RANGE.highest) return high;
  return isLow || isHigh ? Math.sqrt(low * high) : guess;
}

/** Speed within [low, high] at which resistance meets the drive's tangent. */
function balance(
  model: PlantModel,
  column: SteadyColumn,
  { force, speed, slope, low, high }: {
    force: number;
    speed: number;
    slope: number;
    low: number;
    high: number;
  },
): number {
  let a = low;
  let b = high;
  for (let i = 0; i < 60; i++) {
    const middle = 0.5 * (a + b);
    const excess = force + slope * (middle - speed) - meanResistance(model, column, middle);
    if (excess > 0) a = middle;
    else b = middle;
  }
  return 0.5 * (a + b);
}
