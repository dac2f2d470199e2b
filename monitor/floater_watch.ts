import {
  FLOATER_COLUMNS,
  type FloaterFindings,
  type Observation,
  type PlantParameters,
  R_AIR,
} from "../telemetry/mod.ts";

const COLUMNS = FLOATER_COLUMNS.length;
const MASS = FLOATER_COLUMNS.indexOf("mass");
const VOLUME = FLOATER_COLUMNS.indexOf("volume");
const VALVE = FLOATER_COLUMNS.indexOf("valve");

/** Part of a mass that rounding and the location of events may take away or add. */
const ROUNDING = 1e-6;

/** What decides how a watch of floaters goes on. */
export interface FloatersSeen {
  readonly sealed: Float64Array;
  readonly places: Float64Array;
  readonly time: number;
}

/**
 * Follows every floater from one evaluation to the next, for what only one of them tells. Laws:
 * docs/PHYSICS.md section 3. A valve opens as its floater enters the window, and shuts at the
 * target mass; a floater that is shut, rises and is not full neither takes nor loses air.
 */
export class FloaterWatch {
  /** Mass of the air in each floater that could lose none from then on, kg; NaN for the others. */
  #sealed = new Float64Array(0);
  /** Path coordinate of each, m. */
  #places = new Float64Array(0);
  #time = NaN;

  /** All that decides how it goes on. */
  get memory(): FloatersSeen {
    return { sealed: this.#sealed, places: this.#places, time: this.#time };
  }

  /** Goes on where another was. */
  recall({ sealed, places, time }: FloatersSeen): void {
    this.#sealed = sealed.slice();
    this.#places = places.slice();
    this.#time = time;
  }

  /** Counts the floaters of which something is wrong. */
  assess(seen: Observation, parameters: PlantParameters, out: FloaterFindings): void {
    const { floaterCount: count, floaters, time } = seen;
    if (this.#sealed.length !== count) this.#forget(count);
    // A plant that was started again, or that went back, has not lost what it had later.
    else if (!(time > this.#time)) this.#sealed.fill(NaN);
    this.#time = time;
    const start = parameters["injector.windowStart"];
    const end = parameters["injector.windowEnd"];
    const height = parameters["chain.straightHeight"];
    const capacity = parameters["floater.volume"];
    const most = (1 + ROUNDING) * parameters["ambient.pressure"] *
      parameters["injector.freeAirVolume"] / (R_AIR * parameters["ambient.temperature"]);
    out.unopened = 0;
    out.overfilling = 0;
    out.leaking = 0;
    for (let floater = 0; floater < count; floater++) {
      const row = floater * COLUMNS;
      const place = floaters[row];
      const mass = floaters[row + MASS];
      const isShut = floaters[row + VALVE] === 0;
      if (isShut && mass === 0 && place > start && place < end) out.unopened++;
      if (!isShut && mass > most) out.overfilling++;
      const isSealed = isShut && mass > 0 && place < height && floaters[row + VOLUME] < capacity;
      const hasRisen = place >= this.#places[floater];
      // A comparison with what was not sealed before is false.
      if (isSealed && hasRisen && mass < (1 - ROUNDING) * this.#sealed[floater]) out.leaking++;
      this.#sealed[floater] = isSealed ? mass : NaN;
      this.#places[floater] = place;
    }
  }

  #forget(count: number): void {
    this.#sealed = new Float64Array(count).fill(NaN);
    this.#places = new Float64Array(count).fill(NaN);
  }
}
