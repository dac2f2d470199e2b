import assert from "node:assert/strict";
import {
  type AccountName,
  ACCOUNTS,
  FLOATER_COLUMNS,
  Observation,
  Plant,
  type PlantParameters,
  type PresetName,
  PRESETS,
  type ResidualName,
  RESIDUALS,
  STORED,
  type StoredName,
} from "../../engine/mod.ts";

// Plants reduced to the part under test, and ways to run and read them.

/** Parameters that differ from a preset. */
export type Overrides = Partial<PlantParameters>;

/** Step of the live plant, s. PHYSICS.md section 9. */
export const LIVE_STEP = 1 / 240;

/** The preset's parameters with some replaced. */
export function parametersOf(
  overrides: Overrides = {},
  preset: PresetName = "kpp-01",
): PlantParameters {
  return { ...PRESETS[preset].parameters, ...overrides };
}

/** A plant of the preset with some parameters replaced. */
export function build(overrides: Overrides = {}, preset: PresetName = "kpp-01"): Plant {
  return new Plant(parametersOf(overrides, preset));
}

/** No friction of any kind and no load: a chain that is let go keeps its energy. */
export const FRICTIONLESS = {
  "chain.coulombFriction": 0,
  "chain.viscousFriction": 0,
  "floater.dragCoefficient": 0,
  "generator.gain": 0,
} as const satisfies Overrides;

/** A frictionless chain without air, with shells as dense as water: nothing drives or brakes it. */
export const BARE = {
  ...FRICTIONLESS,
  "floater.sealed": true,
  "floater.sealedMass": 0,
  "floater.shellDensity": 1000,
} as const satisfies Overrides;

/** So much friction that the chain never moves: air, compressor and shaft alone remain. */
export const HELD = { "chain.coulombFriction": 1e9 } as const satisfies Overrides;

/** So heavy a chain that its speed stays what it is, to 1e-11 over a minute. */
export const STEADY = { "chain.massPerMetre": 1e15 } as const satisfies Overrides;

/** One floater only, so that where it is decides what happens. */
export const ONE = { "chain.floaterCount": 1 } as const satisfies Overrides;

/** Bare, at 1 m/s, with a chain too heavy to be slowed. */
export const CRUISING = { ...BARE, ...STEADY, "initial.speed": 1 } as const satisfies Overrides;

/** One sealed floater with isothermal air, cruising from its initial position. */
export const RIDING = {
  ...CRUISING,
  ...ONE,
  "floater.sealedMass": 0.2,
  "floater.thermalTime": 0,
} as const satisfies Overrides;

/** All that can be seen of the plant now. */
export function see(plant: Plant): Observation {
  const seen = new Observation();
  plant.observe(seen);
  return seen;
}

/** Runs for a whole number of steps and says what is seen then. */
export function run(plant: Plant, seconds: number, dt = LIVE_STEP): Observation {
  const steps = Math.round(seconds / dt);
  assert.ok(Math.abs(steps * dt - seconds) < 1e-9 * seconds, `${seconds} s in steps of ${dt} s`);
  for (let i = 0; i < steps; i++) plant.step(dt);
  return see(plant);
}

/** Steps until something is seen, which must be within the seconds given. */
export function runUntil(
  plant: Plant,
  happens: (seen: Observation) => boolean,
  { within, dt = LIVE_STEP }: { within: number; dt?: number },
): Observation {
  const seen = see(plant);
  const last = plant.time + within;
  while (!happens(seen)) {
    assert.ok(plant.time < last, `it does not happen within ${within} s`);
    plant.step(dt);
    plant.observe(seen);
  }
  return seen;
}

/** An account's value, J or kg. */
export function account(seen: Observation, name: AccountName): number {
  return seen.accounts[ACCOUNTS.findIndex((row) => row.name === name)];
}

/** A stored quantity, J. */
export function stored(seen: Observation, name: StoredName): number {
  return seen.stored[STORED.findIndex((row) => row.name === name)];
}

/** A residual, J or kg. */
export function residual(seen: Observation, name: ResidualName): number {
  return seen.residuals[RESIDUALS.findIndex((row) => row.name === name)];
}

/** One floater's row by column name. */
export function floater(
  seen: Observation,
  index = 0,
): Record<(typeof FLOATER_COLUMNS)[number], number> {
  const at = index * FLOATER_COLUMNS.length;
  const row = FLOATER_COLUMNS.map((column, i) => [column, seen.floaters[at + i]]);
  return Object.fromEntries(row);
}

/** Asserts that a number is within a relative tolerance, or an absolute one, of what it must be. */
export function near(
  actual: number,
  expected: number,
  { what, relative = 0, absolute = 0 }: { what: string; relative?: number; absolute?: number },
): void {
  const allowed = Math.max(absolute, relative * Math.abs(expected));
  const off = Math.abs(actual - expected);
  assert.ok(off <= allowed, `${what}: ${actual} is ${off} from ${expected}, allowed ${allowed}`);
}

/**
 * The first moment at which something is seen, to the last digits of its time; the plant is left
 * within one step before it.
 */
export function seeWhen(
  plant: Plant,
  happens: (seen: Observation) => boolean,
  { within, dt = LIVE_STEP }: { within: number; dt?: number },
): Observation {
  const ahead = new Observation();
  const happensIn = (step: number) => {
    plant.observeAhead(step, ahead);
    return happens(ahead);
  };
  const last = plant.time + within;
  while (!happensIn(dt)) {
    assert.ok(plant.time < last, `it does not happen within ${within} s`);
    plant.step(dt);
  }
  let early = 0;
  let late = dt;
  // Halving a step 60 times leaves nothing of it.
  for (let i = 0; i < 60; i++) {
    const middle = 0.5 * (early + late);
    if (happensIn(middle)) late = middle;
    else early = middle;
  }
  happensIn(late);
  return ahead;
}

/** What is seen when the chain has travelled to `position`, m, which must be ahead. */
export function seeAt(plant: Plant, position: number, dt = LIVE_STEP): Observation {
  return seeWhen(plant, (seen) => seen.position >= position, { within: 1000, dt });
}

/** Moving mass of chain and floaters without air, kg. PHYSICS.md section 4. */
export function chainMass(p: PlantParameters): number {
  const shell = p["floater.shellMass"] / p["floater.shellDensity"];
  const length = 2 * p["chain.straightHeight"] + 2 * Math.PI * p["chain.sprocketRadius"];
  const rho = p["water.density"];
  const each = p["floater.shellMass"] +
    p["floater.addedMass"] * rho * (p["floater.volume"] + shell) + rho * p["floater.volume"];
  return p["chain.floaterCount"] * each + p["chain.massPerMetre"] * length;
}

/** Inertia of flywheel and generator on the sprocket shaft, kg m2. PHYSICS.md section 1. */
export function shaftInertia(p: PlantParameters): number {
  return p["flywheel.inertia"] + p["drivetrain.gearRatio"] ** 2 * p["generator.inertia"];
}

/** Mass that a force on the chain accelerates when the shaft turns with it, kg. Section 4. */
export function coupledMass(p: PlantParameters): number {
  return chainMass(p) + shaftInertia(p) / p["chain.sprocketRadius"] ** 2;
}

/** Absolute pressure at height z above the lower sprocket axis, Pa. PHYSICS.md section 2. */
export function pressureAt(p: PlantParameters, z: number): number {
  return p["ambient.pressure"] +
    p["water.density"] * p["ambient.gravity"] * (p["water.depth"] - z);
}

/**
 * One floater, part filled 0.5 m up and then carried round by a chain without friction, so
 * reluctant to spill that it keeps its air, kg, until it is dumped.
 */
export function carryOne(): { plant: Plant; mass: number } {
  const p = parametersOf({
    ...ONE,
    ...FRICTIONLESS,
    ...HELD,
    "floater.thermalTime": 0,
    "floater.spillTime": 1e12,
    "injector.freeAirVolume": 0.08,
    "initial.position": 0.5,
  });
  const plant = new Plant(p);
  const { mass } = floater(run(plant, 5));
  plant.change({ ...p, "chain.coulombFriction": 0 });
  return { plant, mass };
}

/** Every number of an observation, bit for bit, as text. */
export function fingerprint(seen: Observation): string {
  const numbers: number[] = [];
  const collect = (value: unknown): void => {
    if (value instanceof Float64Array) numbers.push(...value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
    else numbers.push(Number(value));
  };
  collect(seen);
  const words = new BigUint64Array(new Float64Array(numbers).buffer);
  return [...words].map((word) => word.toString(16)).join(" ");
}
