import { type Place, positionOf } from "./earth.ts";
import type { Motion, Vector } from "./propagator.ts";

/** Where something stands in the sky of a station: geometry, without refraction or light time. */
export interface LookAngles {
  /** From north over east, 0 to below 360. */
  readonly azimuthDeg: number;
  /** Above the plane of the horizon, -90 to 90. */
  readonly elevationDeg: number;
  /** Distance, m. */
  readonly range: number;
  /** m/s; positive while it goes away. */
  readonly rangeRate: number;
}

const DEGREE = Math.PI / 180;

/** A place that looks at the sky. Vallado, "Fundamentals of Astrodynamics", 4th ed., 4.4. */
export class Station {
  readonly place: Place;
  readonly #position: Vector;
  /** Unit vectors of the horizon, Earth-fixed: Vallado 3-28. */
  readonly #east: Vector;
  readonly #north: Vector;
  readonly #up: Vector;

  constructor(place: Place) {
    this.place = place;
    this.#position = positionOf(place);
    const [latitude, longitude] = [place.latitudeDeg * DEGREE, place.longitudeDeg * DEGREE];
    const [sinLat, cosLat] = [Math.sin(latitude), Math.cos(latitude)];
    const [sinLon, cosLon] = [Math.sin(longitude), Math.cos(longitude)];
    this.#east = { x: -sinLon, y: cosLon, z: 0 };
    this.#north = { x: -sinLat * cosLon, y: -sinLat * sinLon, z: cosLat };
    this.#up = { x: cosLat * cosLon, y: cosLat * sinLon, z: sinLat };
  }

  /** Where a motion, Earth-fixed, stands in the sky. */
  look({ position, velocity }: Motion): LookAngles {
    const [dx, dy, dz] = [
      position.x - this.#position.x,
      position.y - this.#position.y,
      position.z - this.#position.z,
    ];
    const away = { x: dx, y: dy, z: dz };
    const range = Math.hypot(dx, dy, dz);
    const azimuth = Math.atan2(dot(away, this.#east), dot(away, this.#north)) / DEGREE;
    const sine = dot(away, this.#up) / range;
    return {
      azimuthDeg: (azimuth + 360) % 360,
      elevationDeg: Math.asin(Math.max(-1, Math.min(1, sine))) / DEGREE,
      range,
      rangeRate: dot(away, velocity) / range,
    };
  }
}

function dot(one: Vector, other: Vector): number {
  return one.x * other.x + one.y * other.y + one.z * other.z;
}
