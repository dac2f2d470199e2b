import { earthFixed, type Place, placeOf } from "./earth.ts";
import type { Motion, Propagator } from "./propagator.ts";
import type { LookAngles, Station } from "./station.ts";

/** A satellite at one instant: where it is, and where a station sees it. */
export interface Sighting {
  /** Unix time, s. */
  readonly time: number;
  /** In TEME. */
  readonly motion: Motion;
  /** The place below it, with its own height. */
  readonly place: Place;
  readonly look: LookAngles;
}

/**
 * Where a station sees a satellite.
 *
 * @param time Unix time, s.
 * @throws {PropagationFault} The theory gives no position.
 */
export function sight(satellite: Propagator, station: Station, time: number): Sighting {
  const motion = satellite.motionAt(time);
  const fixed = earthFixed(motion, time);
  return { time, motion, place: placeOf(fixed.position), look: station.look(fixed) };
}

/**
 * Where in the sky of a station a satellite stands.
 *
 * @param time Unix time, s.
 * @throws {PropagationFault} The theory gives no position.
 */
export function lookAt(satellite: Propagator, station: Station, time: number): LookAngles {
  return station.look(earthFixed(satellite.motionAt(time), time));
}
