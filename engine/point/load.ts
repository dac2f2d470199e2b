import type { PlantParameters } from "../parameters.ts";
import { type BestLoads, searchGains } from "./gain_search.ts";
import { findPoint, type PointOptions } from "./steady_point.ts";

/** Gain of a plant without load, to search around, N m s/rad. */
const USUAL_GAIN = 10;

/**
 * Finds the generator gains of largest electric power and of largest electric efficiency.
 *
 * Gains are tried evenly by ratio over four decades to either side of the plant's own; the best
 * is then closed in on by golden section. The receiver's pressure is held whatever air is used.
 *
 * @throws {RangeError} as findPoint
 * @throws {NoSteadyPoint} when the plant runs steadily under none of the loads, or gives no power
 */
export function findBestLoads(parameters: PlantParameters, options: PointOptions = {}): BestLoads {
  const own = parameters["generator.gain"] > 0 ? parameters["generator.gain"] : USUAL_GAIN;
  return searchGains(
    own,
    (gain) => findPoint({ ...parameters, "generator.gain": gain }, options),
  );
}
