import { NoSteadyPoint, type SteadyPoint } from "./steady_point.ts";

/** Range of generator gains searched, from the gain of the plant down and up. */
const DECADES = 4;
/** Gains tried per decade, and the ratio of one to the next: the fourth root of ten. */
const PER_DECADE = 4;
const RATIO = Math.sqrt(Math.sqrt(10));
/** Range that the parameter itself has, N m s/rad. */
const LARGEST_GAIN = 1e6;
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
  /** Largest electric efficiency; null without compressed air, when there is none. */
  readonly efficiency: LoadedPoint | null;
}

/** A gain and the point there. */
interface Trial {
  readonly gain: number;
  readonly point: SteadyPoint;
}

/** The point at a gain; throws NoSteadyPoint where there is none. */
type PointAt = (gain: number) => SteadyPoint;

/**
 * Searches the gains around the plant's `own`, N m s/rad, for the loads that give most.
 *
 * @throws {NoSteadyPoint} when there is no point at any of them, or power at none
 */
export function searchGains(own: number, at: PointAt): BestLoads {
  const all = gains(own);
  const points = tryGains(all, at);
  // Nothing runs: the smallest load says why.
  if (points.length === 0) at(all[0]);
  const best = (judge: (point: SteadyPoint) => number) =>
    closeIn(points.filter(({ point }) => !Number.isNaN(judge(point))), { at, judge });
  const power = best((point) => point.power);
  if (power === null || !(power.point.power > 0)) throw new NoSteadyPoint("powerless");
  return { power, efficiency: best((point) => point.electricEfficiency) };
}

/** The points of those gains, in rising order, that have one. */
function tryGains(gains: readonly number[], at: PointAt): Trial[] {
  const found: Trial[] = [];
  for (const gain of gains) {
    try {
      found.push({ gain, point: at(gain) });
    } catch (error) {
      if (!(error instanceof NoSteadyPoint)) throw error;
      // A larger load makes a chain that is too slow no faster.
      if (error.reason === "slow") break;
    }
  }
  return found;
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

/** The best of the trials, closed in on between its neighbours; null when there are none. */
function closeIn(
  trials: readonly Trial[],
  { at, judge }: { at: PointAt; judge: (point: SteadyPoint) => number },
): LoadedPoint | null {
  if (trials.length === 0) return null;
  let index = 0;
  trials.forEach(({ point }, i) => index = judge(point) > judge(trials[index].point) ? i : index);
  let best = trials[index];
  let low = trials[Math.max(0, index - 1)].gain;
  let high = trials[Math.min(trials.length - 1, index + 1)].gain;
  const attempt = (share: number) => {
    const gain = low + share * (high - low);
    const [trial] = tryGains([gain], at);
    const value = trial === undefined ? -Infinity : judge(trial.point);
    if (value > judge(best.point)) best = trial;
    return { gain, value };
  };
  let left = attempt(1 - GOLDEN);
  let right = attempt(GOLDEN);
  while (high - low > GAIN_TOLERANCE * high) {
    if (left.value > right.value) {
      high = right.gain;
      right = left;
      left = attempt(1 - GOLDEN);
    } else {
      low = left.gain;
      left = right;
      right = attempt(GOLDEN);
    }
  }
  return { ...best, isAtLimit: index === 0 || index === trials.length - 1 };
}
