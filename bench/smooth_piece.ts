/**
 * A piece of a run in which no event lies, and its equations written down twice more: over plain
 * objects, and over one flat array as libraries for differential equations want them.
 */

import {
  FLOATER_COLUMNS,
  Observation,
  pathHeight,
  pathLength,
  pathPart,
  Plant,
  type PlantParameters,
  type PresetName,
  PRESETS,
  targetMass,
} from "../engine/mod.ts";

/** Simulated time before the search for a piece, s: past the start-up, air on both legs. */
const RUN_IN = 100;
/** Simulated time that is searched, s. */
const SEARCH = 10;
/** Step of the search, s, which is also left out at both ends of the piece. */
const STEP = 1e-3;

const R_AIR = 287.05;
const KAPPA = 2 / 7;
const C_P = R_AIR / KAPPA;
const RHO_0 = 1.185;
const T_0 = 293.15;

/** One floater of the plain objects: path coordinate, m, air mass, kg, enthalpy, J. */
export interface Floater {
  sigma: number;
  mass: number;
  enthalpy: number;
}

/** The plant as plain objects; its slopes have the same shape, per second. */
export interface PlainState {
  position: number;
  speed: number;
  receiver: number;
  floaters: Floater[];
}

/** A stretch without events. */
export interface SmoothPiece {
  readonly parameters: PlantParameters;
  /** Length, s. */
  readonly duration: number;
  /** The plant at its start, for Plant.restore(). */
  readonly snapshot: Uint8Array;
  readonly start: PlainState;
  /** Per floater, whether its valve is open. */
  readonly isOpen: readonly boolean[];
  readonly compressorOn: boolean;
}

/** The longest piece without events in some seconds of a preset that has settled. */
export function findSmoothPiece(preset: PresetName): SmoothPiece {
  const { parameters } = PRESETS[preset];
  const plant = new Plant(parameters);
  const seen = new Observation();
  while (plant.time < RUN_IN) plant.step(1 / 240);
  const best = { snapshot: plant.snapshot(), duration: 0 };
  let begin = { snapshot: plant.snapshot(), time: plant.time };
  let events = -1;
  while (plant.time < RUN_IN + SEARCH) {
    plant.step(STEP);
    plant.observe(seen);
    if (seen.events === events) continue;
    const duration = plant.time - STEP - begin.time;
    if (duration > best.duration) Object.assign(best, { snapshot: begin.snapshot, duration });
    events = seen.events;
    begin = { snapshot: plant.snapshot(), time: plant.time };
  }
  plant.restore(best.snapshot);
  plant.observe(seen);
  if (!seen.clutchLocked || seen.stuck) throw new Error("The piece must have a chain that runs");
  const column = (row: number, name: (typeof FLOATER_COLUMNS)[number]) =>
    seen.floaters[row * FLOATER_COLUMNS.length + FLOATER_COLUMNS.indexOf(name)];
  const rows = Array.from({ length: seen.floaterCount }, (_, row) => row);
  return {
    parameters,
    ...best,
    start: toPlainState(seen, parameters),
    isOpen: rows.map((row) => column(row, "valve") === 1),
    compressorOn: seen.compressorOn,
  };
}

/** What is seen of a plant, as plain objects. */
export function toPlainState(seen: Observation, p: PlantParameters): PlainState {
  const width = FLOATER_COLUMNS.length;
  return {
    position: seen.position,
    speed: seen.speed,
    receiver: seen.receiverPressure * p["receiver.volume"] / (R_AIR * p["ambient.temperature"]),
    floaters: Array.from({ length: seen.floaterCount }, (_, row) => {
      const [sigma, mass, enthalpy] = seen.floaters.subarray(row * width, row * width + 3);
      return { sigma, mass, enthalpy };
    }),
  };
}

/** The plain objects as one array: position, speed, receiver, then mass and enthalpy of each. */
export function flatten({ position, speed, receiver, floaters }: PlainState): number[] {
  return [position, speed, receiver, ...floaters.flatMap((each) => [each.mass, each.enthalpy])];
}

/** Largest difference of two flat states, each number against its own full scale. */
export function errorOf({ parameters }: SmoothPiece, a: ArrayLike<number>, b: ArrayLike<number>) {
  const fill = targetMass(parameters);
  const enthalpy = fill * C_P * parameters["water.temperature"];
  let error = 0;
  for (let i = 0; i < b.length; i++) {
    const scale = i < 3 ? Math.abs(b[i]) : i % 2 === 1 ? fill : enthalpy;
    error = Math.max(error, Math.abs(a[i] - b[i]) / scale);
  }
  return error;
}

/** What all floaters share at one moment: the chain's speed, and the header's pressure, Pa. */
interface Moment {
  readonly speed: number;
  readonly header: number;
}

/** What one floater does to itself and to the chain. */
interface FloaterSlopes {
  readonly inflow: number;
  readonly mass: number;
  readonly enthalpy: number;
  readonly volume: number;
  readonly volumeRate: number;
  /** dz/ds */
  readonly slope: number;
}

/** The equations of docs/PHYSICS.md in regimes that last, for one piece. */
export class PieceEquations {
  readonly #piece: SmoothPiece;
  readonly #path: { height: number; radius: number };
  readonly #length: number;
  /** Moving mass without air, kg, and inertia on the sprocket shaft, kg m2. */
  readonly #mass: number;
  readonly #inertia: number;

  constructor(piece: SmoothPiece) {
    const { parameters: p } = piece;
    this.#piece = piece;
    this.#path = { height: p["chain.straightHeight"], radius: p["chain.sprocketRadius"] };
    this.#length = pathLength(this.#path);
    const shell = p["floater.shellMass"] / p["floater.shellDensity"];
    const displaced = p["water.density"] * (p["floater.volume"] + shell);
    this.#mass = p["chain.floaterCount"] * (p["floater.shellMass"] +
          p["floater.addedMass"] * displaced + p["water.density"] * p["floater.volume"]) +
      p["chain.massPerMetre"] * this.#length;
    this.#inertia = p["flywheel.inertia"] +
      p["drivetrain.gearRatio"] ** 2 * p["generator.inertia"];
  }

  /** Slopes of plain objects, as a new one. */
  slopes(state: PlainState): PlainState {
    const moment = { speed: state.speed, header: this.#header(state.receiver) };
    const parts = state.floaters.map((floater, i) => this.#floater(floater, i, moment));
    const acceleration = this.#acceleration(state, parts);
    const inflow = parts.reduce((sum, part) => sum + part.inflow, 0);
    return {
      position: state.speed,
      speed: acceleration,
      receiver: this.#compressed() - inflow,
      floaters: parts.map(({ mass, enthalpy }) => ({ sigma: state.speed, mass, enthalpy })),
    };
  }

  #header(receiver: number): number {
    const { parameters: p } = this.#piece;
    const pressure = receiver * R_AIR * p["ambient.temperature"] / p["receiver.volume"];
    return Math.min(p["regulator.setpoint"], pressure);
  }

  #compressed(): number {
    const { parameters: p, compressorOn } = this.#piece;
    if (!compressorOn) return 0;
    return p["ambient.pressure"] * p["compressor.freeAirDelivery"] /
      (R_AIR * p["ambient.temperature"]);
  }

  /** Section 2 and 3. */
  #floater({ sigma, mass, enthalpy }: Floater, index: number, at: Moment): FloaterSlopes {
    const { parameters: p, isOpen } = this.#piece;
    const place = sigma % this.#length;
    const slope = this.#slope(place);
    const rhoG = p["water.density"] * p["ambient.gravity"];
    const pressure = p["ambient.pressure"] +
      rhoG * (p["water.depth"] - pathHeight(this.#path, place));
    const volume = KAPPA * enthalpy / pressure;
    const work = volume * rhoG * slope * at.speed;
    const inflow = isOpen[index] ? this.#valveFlow(pressure / at.header, at.header) : 0;
    const over = Math.max(0, volume - this.#capacity(place, slope));
    const enthalpyOut = over * pressure / (KAPPA * p["floater.spillTime"]);
    const outflow = enthalpy > 0 ? mass * enthalpyOut / enthalpy : 0;
    const heat = (mass * C_P * p["water.temperature"] - enthalpy) / p["floater.thermalTime"];
    const rate = heat - work + inflow * C_P * p["ambient.temperature"] - enthalpyOut;
    return {
      inflow,
      mass: inflow - outflow,
      enthalpy: rate,
      volume,
      volumeRate: (KAPPA * rate + work) / pressure,
      slope,
    };
  }

  #slope(sigma: number): number {
    const { height, radius } = this.#path;
    switch (pathPart(this.#path, sigma)) {
      case "ascending":
        return 1;
      case "top":
        return Math.cos((sigma - height) / radius);
      case "descending":
        return -1;
      case "bottom":
        return -Math.cos((sigma - 2 * height) / radius - Math.PI);
    }
  }

  #capacity(sigma: number, slope: number): number {
    const full = this.#piece.parameters["floater.volume"];
    switch (pathPart(this.#path, sigma)) {
      case "ascending":
        return full;
      case "top":
        return 0.5 * full * (1 + slope);
      default:
        return 0;
    }
  }

  /** ISO 6358, section 3. */
  #valveFlow(r: number, header: number): number {
    const { parameters: p } = this.#piece;
    const { "injector.criticalRatio": b, "injector.laminarRatio": rl } = p;
    const ellipse = (ratio: number) => Math.sqrt(Math.max(0, 1 - ((ratio - b) / (1 - b)) ** 2));
    const phi = r <= b ? 1 : r <= rl ? ellipse(r) : r < 1 ? ellipse(rl) * (1 - r) / (1 - rl) : 0;
    return p["injector.conductance"] * RHO_0 * header *
      Math.sqrt(T_0 / p["ambient.temperature"]) * phi;
  }

  /** Section 4, with the shaft locked to the chain. */
  #acceleration({ speed: v, floaters }: PlainState, parts: readonly FloaterSlopes[]): number {
    const { parameters: p } = this.#piece;
    const rho = p["water.density"];
    const radius = p["chain.sprocketRadius"];
    const shell = p["floater.shellMass"] / p["floater.shellDensity"];
    let mass = this.#mass;
    let force = p["chain.externalForce"];
    let taken = 0;
    parts.forEach(({ volume, volumeRate, inflow, slope }, i) => {
      mass += floaters[i].mass - rho * volume;
      force += p["ambient.gravity"] *
        (rho * volume - floaters[i].mass - (p["floater.shellMass"] - rho * shell)) * slope;
      taken += inflow + rho * Math.max(0, -volumeRate);
    });
    force -= 0.5 * rho * p["floater.dragCoefficient"] * p["floater.frontalArea"] *
        parts.length * v * Math.abs(v) +
      (p["chain.viscousFriction"] + taken) * v +
      p["chain.coulombFriction"] + p["brake.torque"] / radius;
    const w = v / radius;
    const above = p["drivetrain.gearRatio"] * w - p["generator.cutInSpeed"];
    const torque = Math.min(p["generator.torqueLimit"], Math.max(0, p["generator.gain"] * above));
    const load = p["drivetrain.gearRatio"] * torque / p["drivetrain.gearEfficiency"] +
      p["generator.windage"] * w * Math.abs(w);
    return (force - load / radius) / (mass + this.#inertia / radius ** 2);
  }
}
