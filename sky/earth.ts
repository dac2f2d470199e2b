import { eciToGeodetic, geodeticToEcf } from "satellite.js";
import type { Motion, Vector } from "./propagator.ts";

/** A place on or above the ellipsoid of WGS-84. */
export interface Place {
  /** Geodetic latitude, -90 to 90, north positive. */
  readonly latitudeDeg: number;
  /** -180 to 180, east positive. */
  readonly longitudeDeg: number;
  /** Above the ellipsoid, m. */
  readonly height: number;
}

/** Unix time of J2000.0 (2000-01-01 12:00), s. */
const J2000 = 946_728_000;

/** Rate of the Earth's rotation, rad/s: Vallado, "Fundamentals of Astrodynamics", 4th ed., 3-40. */
const ROTATION = 7.292115e-5;

const DEGREE = Math.PI / 180;

/**
 * Greenwich mean sidereal time, rad, 0 to 2 pi: Vallado 3-47 (IAU 1982).
 *
 * @param time Unix time, s, taken for UT1, which is never further than 0.9 s from UTC: an error of
 * up to 0.4 km along the equator.
 */
export function siderealTime(time: number): number {
  const days = (time - J2000) / 86400;
  const t = days / 36525;
  // The whole turns of a day are taken out first, so that no digits are lost to them.
  const seconds = 67310.54841 + (days % 1) * 86400 +
    (8640184.812866 + (0.093104 - 6.2e-6 * t) * t) * t;
  const turn = (seconds / 86400) % 1;
  return (turn < 0 ? turn + 1 : turn) * 2 * Math.PI;
}

/**
 * A motion in TEME as seen from the turning Earth (pseudo Earth-fixed, without polar motion, which
 * is at most 15 m): Vallado 3-75.
 *
 * @param time Unix time, s.
 */
export function earthFixed({ position: r, velocity: v }: Motion, time: number): Motion {
  const angle = siderealTime(time);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const position = { x: cos * r.x + sin * r.y, y: cos * r.y - sin * r.x, z: r.z };
  return {
    position,
    velocity: {
      x: cos * v.x + sin * v.y + ROTATION * position.y,
      y: cos * v.y - sin * v.x - ROTATION * position.x,
      z: v.z,
    },
  };
}

/** The place above which, or at which, an Earth-fixed position, m, lies. */
export function placeOf({ x, y, z }: Vector): Place {
  // Earth-fixed already: there is no angle left to turn by.
  const { latitude, longitude, height } = eciToGeodetic({ x: x / 1e3, y: y / 1e3, z: z / 1e3 }, 0);
  return {
    latitudeDeg: latitude / DEGREE,
    longitudeDeg: longitude / DEGREE,
    height: height * 1e3,
  };
}

/** The Earth-fixed position of a place, m. */
export function positionOf({ latitudeDeg, longitudeDeg, height }: Place): Vector {
  const { x, y, z } = geodeticToEcf({
    latitude: latitudeDeg * DEGREE,
    longitude: longitudeDeg * DEGREE,
    height: height / 1e3,
  });
  return { x: x * 1e3, y: y * 1e3, z: z * 1e3 };
}
