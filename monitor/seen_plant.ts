import {
  C_P,
  channelIndex,
  CHANNELS,
  FLOATER_COLUMNS,
  type PlantParameters,
  R_AIR,
} from "../telemetry/mod.ts";
import { LapMemory, type LapsSeen } from "./lap_memory.ts";

/** What a measuring system is shown of a plant at one instant. */
export interface Shown {
  /** Simulated time, s. */
  readonly time: number;
  /** The same as it is written down, s: when the evaluation was due. */
  readonly dueAt: number;
  /** Every channel, NaN is "no data". Shape: [CHANNELS.length]. */
  readonly values: Float64Array;
  /** Parameters as they were commanded. */
  readonly parameters: PlantParameters;
  readonly floaterCount: number;
  /** Rows of FLOATER_COLUMNS. Shape: [floaterCount x columns], or longer. */
  readonly floaters: Float64Array;
}

/** What was seen of a plant so far. */
export interface SeenMemory {
  readonly values: Float64Array;
  readonly times: Float64Array;
  readonly unchanged: Uint16Array;
  readonly floaters: Float64Array;
  readonly laps: LapsSeen;
}

/** What the floaters say together, as places in {@linkcode SeenPlant.floaters}. */
export const FLOATERS = {
  mass: 0, // air, kg
  enthalpy: 1, // air, J
  volume: 2, // air, m3
  exergy: 3, // of their air against ambient pressure and temperature, J
  open: 4, // valves
  passing: 5, // open valves below the header's pressure; NaN while one is at it
  descending: 6, // floaters on the descending leg; NaN while one is at an end of it
  first: 7, // path coordinate of floater 0, m
} as const;

const COLUMNS = FLOATER_COLUMNS.length;
const MASS = FLOATER_COLUMNS.indexOf("mass");
const ENTHALPY = FLOATER_COLUMNS.indexOf("enthalpy");
const VOLUME = FLOATER_COLUMNS.indexOf("volume");
const VALVE = FLOATER_COLUMNS.indexOf("valve");
const HEADER = channelIndex("header.pressure");

/** Part of a leg, or of a pressure, that rounding may be on either side of. */
const EDGE = 1e-9;

/** Largest count of evaluations. */
const MOST_COUNTED = 65_535;

/** A plant as it is shown now and as it was shown before, for the checks between channels. */
export class SeenPlant {
  parameters!: PlantParameters;
  /** Every channel; NaN also where a value cannot be one of the channel's. */
  readonly values = new Float64Array(CHANNELS.length).fill(NaN);
  readonly before = new Float64Array(CHANNELS.length).fill(NaN);
  /** Simulated time of each, s; NaN where nothing was seen. Shape: [2]. */
  readonly times = new Float64Array(2).fill(NaN);
  /** Evaluations for which each channel has been the same to the last bit. */
  readonly unchanged = new Uint16Array(CHANNELS.length);
  readonly floaters = new Float64Array(Object.keys(FLOATERS).length).fill(NaN);
  readonly laps = new LapMemory();

  /** All that decides how it goes on. */
  get memory(): SeenMemory {
    const { values, times, unchanged, floaters } = this;
    return { values, times, unchanged, floaters, laps: this.laps.memory };
  }

  /** Goes on where another was. */
  recall({ values, times, unchanged, floaters, laps }: SeenMemory): void {
    this.values.set(values);
    this.times.set(times);
    this.unchanged.set(unchanged);
    this.floaters.set(floaters);
    this.laps.recall(laps);
  }

  /** Takes in what is shown now. */
  take(shown: Shown): void {
    for (let i = 0; i < this.values.length; i++) {
      this.before[i] = this.values[i];
      this.values[i] = shown.values[i];
      const isSame = this.values[i] === this.before[i];
      this.unchanged[i] = isSame ? Math.min(this.unchanged[i] + 1, MOST_COUNTED) : 0;
    }
    this.times[1] = this.times[0];
    this.times[0] = shown.time;
    this.parameters = shown.parameters;
    const before = this.floaters[FLOATERS.first];
    this.#sum(shown);
    // Floater 0 begins a lap when its path coordinate begins anew, half the path back at least: a
    // plant that cannot go on goes back, but no further than a second.
    const back = before - this.floaters[FLOATERS.first];
    this.laps.take(this, back > shown.parameters["chain.straightHeight"]);
  }

  /** Forgets what was seen. */
  forget(): void {
    this.values.fill(NaN);
    this.times.fill(NaN);
    this.unchanged.fill(0);
    this.floaters.fill(NaN);
    this.laps.forget();
  }

  #sum({ floaters, floaterCount, parameters: p }: Shown): void {
    const out = this.floaters;
    const height = p["chain.straightHeight"];
    const radius = p["chain.sprocketRadius"];
    const descent = height + Math.PI * radius;
    const gravity = p["ambient.gravity"];
    const rhoG = p["water.density"] * gravity;
    const axis = p["ambient.pressure"] + rhoG * p["water.depth"];
    const header = this.values[HEADER];
    out.fill(0);
    // A choice between a number and NaN would put the number on the heap.
    out[FLOATERS.first] = NaN;
    if (floaterCount > 0) out[FLOATERS.first] = floaters[0];
    for (let i = 0; i < floaterCount; i++) {
      const row = i * COLUMNS;
      const sigma = floaters[row];
      const edge = Math.min(Math.abs(sigma - descent), Math.abs(sigma - descent - height));
      if (sigma >= descent && sigma < descent + height) out[FLOATERS.descending]++;
      if (edge < EDGE * descent) out[FLOATERS.descending] = NaN;
      const mass = floaters[row + MASS];
      if (mass > 0) {
        // Air is dumped soon after the descent has begun.
        const z = sigma < height
          ? sigma
          : sigma < descent
          ? height + radius * Math.sin((sigma - height) / radius)
          : height + descent - sigma;
        const enthalpy = floaters[row + ENTHALPY];
        out[FLOATERS.mass] += mass;
        out[FLOATERS.enthalpy] += enthalpy;
        out[FLOATERS.volume] += floaters[row + VOLUME];
        const warmth = enthalpy / (mass * C_P) / p["ambient.temperature"];
        const entropy = C_P * Math.log(warmth) -
          R_AIR * Math.log((axis - rhoG * z) / p["ambient.pressure"]);
        out[FLOATERS.exergy] += mass *
          (p["ambient.temperature"] * (C_P * (warmth - 1) - entropy) + gravity * z);
      }
      if (floaters[row + VALVE] !== 1) continue;
      out[FLOATERS.open]++;
      // The window is on the ascending leg, where the height is the path coordinate.
      const pressure = axis - rhoG * sigma;
      if (pressure < header) out[FLOATERS.passing]++;
      if (!(Math.abs(pressure - header) >= EDGE * axis)) out[FLOATERS.passing] = NaN;
    }
  }
}
