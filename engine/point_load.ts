import type { PlantParameters } from "./parameters.ts";
import { findPoint, NoSteadyPoint, type PointOptions, type SteadyPoint } from "./point.ts";

/** Range of generator gains searched, from the gain of the plant down and up. */
const DECADES = 4;
/** Gains tried per decade, and the ratio of one to the next: the fourth root of ten. */
const PER_DECADE = 4;
const RATIO = Math.sqrt(Math.sqrt(10));
/** Range that the parameter itself has, N m s/rad. */
const LARGEST_GAIN = 1e6;
/** Gain of a plant without load, to search around, N m s/rad. */
const USUAL_GAIN = 10;
/** Relative width to which the best gain is found: what is lost is of its square. */
const GAIN_TOLERANCE = 1e-4;
const GOLDEN = 0.6180339887498949;

/** A load and what it gives. */
export interface LoadedPoint {
  /** generator.gain, N m s/rad. */
  readonly gain: number;
  readonly point: SteadyPoint;
  /** Whether it is the smallest or largest gain tried, so that a better one may lie beyond. */
  readonly isAtLimit: boolean;
}

/** The loads that give most. */
export interface BestLoads {
  /** Largest electric power of the generator. */
  readonly power: LoadedPoint;
  /** Largest electric efficiency; null when no air is compressed, so that there is none. */
  readonly efficiency: LoadedPoint | null;
}

/** A gain, what it was judged by, and the point there; -Infinity and null where none is. */
interface Trial {
  readonly gain: number;
  readonly value: number;
  readonly point: SteadyPoint | null;
}

/**
 * Finds the generator gains of largest electric power and of largest electric efficiency.
 *
 * Gains are tried evenly by ratio over four decades to either side of the plant's own; the best
 * is then closed in on by golden section.
 *
 * @throws {RangeError} as findPoint
 * @throws {NoSteadyPoint} when the plant runs steadily under none of the loads, or gives nothing
 */
export function findBestLoads(parameters: PlantParameters, options: PointOptions = {}): BestLoads {
  const own = parameters["generator.gain"] > 0 ? parameters["generator.gain"] : USUAL_GAIN;
  const trials: { gain: number; point: SteadyPoint | null }[] = [];
  const at = (gain: number) => pointOf({ ...parameters, "generator.gain": gain }, options);
  for (const gain of gains(own)) trials.push({ gain, point: at(gain) });
  const best = (judge: (point: SteadyPoint) => number) => {
    const valued = (gain: number, point: SteadyPoint | null): Trial => {
      const value = point === null ? NaN : judge(point);
      return { gain, point, value: Number.isNaN(value) ? -Infinity : value };
    };
    return closeIn(
      trials.map(({ gain, point }) => valued(gain, point)),
      (gain) => valued(gain, at(gain)),
    );
  };
  const power = best((point) => point.power);
  if (power === null) {
    throw new NoSteadyPoint("Cannot find the best load: the chain does not run under any");
  }
  if (!(power.point.power > 0)) {
    throw new NoSteadyPoint("Cannot find the best load: the generator gives no power under any");
  }
  return { power, efficiency: best((point) => point.electricEfficiency) };
}

function pointOf(parameters: PlantParameters, options: PointOptions): SteadyPoint | null {
  try {
    return findPoint(parameters, options);
  } catch (error) {
    if (error instanceof NoSteadyPoint) return null;
    throw error;
  }
}

/** The plant's own gain and others at even ratios, N m s/rad. */
function gains(own: number): number[] {
  const found = [own];
  for (let i = 0; i < DECADES * PER_DECADE; i++) {
    found.unshift(found[0] / RATIO);
    const next = found[found.length - 1] * RATIO;
    if (next <= LARGEST_GAIN) found.push(next);
  }
  return found;
}

/** The best of the trials, closed in on between its neighbours; null when none has a value. */
function closeIn(trials: readonly Trial[], attempt: (gain: number) => Trial): LoadedPoint | null {
  let index = 0;
  trials.forEach(({ value }, i) => index = value > trials[index].value ? i : index);
  const first = trials[index];
  if (first.point === null || first.value === -Infinity) return null;
  let best = first;
  let low = trials[Math.max(0, index - 1)].gain;
  let high = trials[Math.min(trials.length - 1, index + 1)].gain;
  let left = attempt(high - GOLDEN * (high - low));
  let right = attempt(low + GOLDEN * (high - low));
  while (high - low > GAIN_TOLERANCE * high) {
    for (const trial of [left, right]) if (trial.value > best.value) best = trial;
    if (left.value > right.value) {
      high = right.gain;
      right = left;
      left = attempt(high - GOLDEN * (high - low));
    } else {
      low = left.gain;
      left = right;
      right = attempt(low + GOLDEN * (high - low));
    }
  }
  const isAtLimit = index === 0 || index === trials.length - 1;
  return { gain: best.gain, point: best.point ?? first.point, isAtLimit };
}
