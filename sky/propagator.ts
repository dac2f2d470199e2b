import { checkForDecay, sgp4, twoline2satrec } from "satellite.js";
import type { ElementSet } from "./element_set.ts";

/** Three components along the axes of a frame. */
export interface Vector {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Where something is, m, and how it moves, m/s, in one frame. */
export interface Motion {
  readonly position: Vector;
  readonly velocity: Vector;
}

/** What SGP4 says when it cannot go on, by the number of its error. */
const CAUSES: Readonly<Record<number, string>> = {
  1: "its mean eccentricity leaves 0 to 1",
  2: "its mean motion falls below zero",
  3: "its perturbed eccentricity leaves 0 to 1",
  4: "the semi-latus rectum of its orbit falls below zero",
  6: "its orbit has decayed",
};

/** A satellite of which nothing can be said at an instant. */
export class PropagationFault extends Error {
  override readonly name = "PropagationFault";

  /**
   * @param elements The satellite.
   * @param where Unix time, s, and why nothing can be said of it there.
   */
  constructor(elements: ElementSet, { time, why }: { time: number; why: string }) {
    const instant = Number.isFinite(time)
      ? Temporal.Instant.fromEpochMilliseconds(Math.round(time * 1e3)).toString()
      : String(time);
    super(`Cannot propagate ${elements.name} to ${instant} as ${why}`);
  }
}

/**
 * Carries an element set to any instant: SGP4, and SDP4 for periods from 225 minutes.
 *
 * Hoots, Roehrich, "Spacetrack Report No. 3", 1980, as Vallado, Crawford, Hujsak, Kelso,
 * "Revisiting Spacetrack Report #3", AIAA 2006-6753, have it; constants of WGS-72. The error of a
 * low orbit is a kilometre at the epoch and grows by one to three in a day.
 */
export class Propagator {
  readonly elements: ElementSet;
  readonly #record: ReturnType<typeof twoline2satrec>;

  /** @param elements Checked: what reads its lines here checks nothing. */
  constructor(elements: ElementSet) {
    this.elements = elements;
    this.#record = twoline2satrec(...elements.lines);
  }

  /**
   * Position and velocity in TEME (true equator, mean equinox of date).
   *
   * @param time Unix time, s.
   * @throws {PropagationFault} The theory gives none, as for an orbit that has decayed.
   */
  motionAt(time: number): Motion {
    const { elements } = this;
    // Its own epoch is a Julian date, which a double holds to 40 microseconds: 0.3 m of an orbit.
    const result = sgp4(this.#record, (time - elements.epoch) / 60);
    if (result === null) {
      const { [this.#record.error]: why = "the theory gives nothing" } = CAUSES;
      throw new PropagationFault(elements, { time, why });
    }
    // Long after the decay drag alone has turned the orbit inside out, which no error says.
    if (checkForDecay(this.#record)) {
      throw new PropagationFault(elements, { time, why: CAUSES[6] });
    }
    const { position, velocity } = result;
    const all = [...Object.values(position), ...Object.values(velocity)];
    if (!all.every((each) => Number.isFinite(each))) {
      throw new PropagationFault(elements, { time, why: "the theory gives no number" });
    }
    return { position: metres(position), velocity: metres(velocity) };
  }
}

function metres({ x, y, z }: Vector): Vector {
  return { x: x * 1e3, y: y * 1e3, z: z * 1e3 };
}
