import { adaptive, FIXED, type Integration, Plant, type PresetName } from "../../engine/mod.ts";
import { hashBytes } from "../../engine/hash.ts";
import { fingerprint, type Overrides, parametersOf, see } from "./rig.ts";

// Short runs through every regime, bit for bit. They change with the equations or the method and
// with nothing else: not with the machine, the compiler or the pacing.

/** A short run. */
interface Golden {
  readonly overrides: Overrides;
  readonly preset?: PresetName;
  /** FIXED unless said otherwise. */
  readonly method?: Integration;
  /** Grid, s; 1/40 unless said otherwise. */
  readonly dt?: number;
  /** Simulated time, s; 10 unless said otherwise. */
  readonly seconds?: number;
  /** What is changed half way. */
  readonly change?: Overrides;
}

/** Moments at which a run is looked at. */
const LOOKS = 8;

/**
 * A fast chain of few large floaters: air is at the vent in some seconds. The generator is so weak
 * that steps are not divided for it.
 */
const FAST = {
  "chain.floaterCount": 6,
  "chain.straightHeight": 2.5,
  "water.depth": 3.5,
  "floater.volume": 0.3,
  "floater.frontalArea": 0.4,
  "injector.freeAirVolume": 0.3,
  "injector.conductance": 3e-6,
  "injector.windowEnd": 1.2,
  "generator.gain": 3,
  "initial.speed": 1,
  "initial.position": 0.4,
} as const satisfies Overrides;

const OVERRUNNING = { "drivetrain.clutch": "overrunning" } as const satisfies Overrides;

const GOLDEN: Readonly<Record<string, Golden>> = {
  "the default plant, on the live grid": { overrides: {}, dt: 1 / 240, seconds: 3 },
  "a large plant": {
    overrides: { "initial.speed": 0.8 },
    preset: "claimed-25m",
    seconds: 2,
  },
  "more than a lap of a fast chain": { overrides: FAST, seconds: 18 },
  "error control": { overrides: FAST, method: adaptive(1e-8) },
  "isothermal air": { overrides: { ...FAST, "floater.thermalTime": 0 } },
  "adiabatic air that spills": {
    overrides: { ...FAST, "floater.thermalTime": Infinity, "injector.freeAirVolume": 0.5 },
  },
  "sealed air": {
    overrides: {
      ...FAST,
      "floater.sealed": true,
      "floater.sealedMass": 0.2,
      "floater.thermalTime": 1,
    },
  },
  "a header that follows a weak receiver": {
    overrides: {
      ...FAST,
      "receiver.volume": 0.1,
      "receiver.cutIn": 1.2e5,
      "receiver.cutOut": 1.6e5,
      "receiver.initialPressure": 3e5,
      "compressor.freeAirDelivery": 0.02,
    },
  },
  "a compressor that comes and goes": {
    overrides: {
      ...FAST,
      "receiver.volume": 0.05,
      "receiver.cutIn": 3e5,
      "receiver.cutOut": 3.6e5,
      "receiver.initialPressure": 3.3e5,
      "compressor.freeAirDelivery": 0.3,
    },
  },
  "valves of pure ISO that are choked": {
    overrides: {
      ...FAST,
      "injector.laminarRatio": 1,
      "injector.conductance": 4e-7,
      "regulator.setpoint": 6e5,
    },
  },
  "valves in their laminar range": {
    overrides: {
      ...FAST,
      "injector.laminarRatio": 0.95,
      "regulator.setpoint": 1.36e5,
      "initial.speed": 0.4,
    },
  },
  "a window that ends before the fill": {
    overrides: { ...FAST, "injector.windowStart": 0.3, "injector.conductance": 5e-7 },
  },
  "a chain that sticks and breaks away": {
    overrides: {
      ...FAST,
      "chain.coulombFriction": 2500,
      "initial.speed": 0.3,
      "generator.gain": 66,
    },
  },
  "a chain held back": {
    overrides: {
      ...FAST,
      "chain.externalForce": -3000,
      "brake.torque": 200,
      "auxiliary.power": 50,
    },
  },
  "a generator at its limit, with windage": {
    overrides: {
      ...FAST,
      "generator.torqueLimit": 20,
      "generator.windage": 300,
      "generator.cutInSpeed": 60,
    },
  },
  "a clutch that frees and catches up": {
    overrides: {
      ...FAST,
      ...OVERRUNNING,
      "generator.gain": 0.5,
      "generator.cutInSpeed": 90,
      "flywheel.inertia": 1000,
      "initial.shaftSpeed": 0.8,
    },
  },
  "a shaft that runs out beside a chain that is held": {
    overrides: {
      ...FAST,
      ...OVERRUNNING,
      "chain.coulombFriction": 1e6,
      "initial.speed": 0,
      "initial.shaftSpeed": 2,
      "generator.windage": 30,
    },
  },
  "air that shrinks as it rises through cold water": {
    overrides: {
      ...FAST,
      "water.temperature": 265,
      "floater.thermalTime": 2,
      "floater.spillTime": 10,
      "generator.gain": 60,
      "initial.speed": 0.2,
    },
  },
  "a valve that chokes as its floater rises": {
    overrides: { ...FAST, "injector.criticalRatio": 0.215, "regulator.setpoint": 6e5 },
  },
  "a receiver that starts at ambient pressure and runs dry": {
    overrides: {
      ...FAST,
      "receiver.volume": 0.05,
      "receiver.cutIn": 1.2e5,
      "receiver.cutOut": 1.9e5,
      "receiver.initialPressure": 101325,
      "compressor.freeAirDelivery": 0.05,
      "initial.speed": 0.5,
    },
  },
  "air that is still there at the vent": {
    overrides: { ...FAST, "floater.spillTime": 20 },
  },
  "the same beside a shaft that runs ahead, until the chain stops": {
    overrides: {
      ...FAST,
      ...OVERRUNNING,
      "chain.externalForce": -2500,
      "floater.spillTime": 20,
      "initial.speed": 3,
      "initial.shaftSpeed": 5,
    },
  },
  "steps so long that several boundaries lie in one": {
    overrides: {
      "chain.floaterCount": 60,
      "floater.spillTime": 4,
      "floater.volume": 0.03,
      "generator.gain": 0.05,
      "initial.speed": 2,
      "injector.conductance": 6e-7,
      "injector.freeAirVolume": 0.05,
      "water.temperature": 330,
    },
    dt: 0.5,
    seconds: 15,
  },
  "nanobubbles": {
    overrides: { ...FAST, "h1.enabled": true, "h1.power": 4, "h1.dragReduction": 0.3 },
  },
  "warm water, heated": {
    overrides: { ...FAST, "h2.enabled": true, "floater.thermalTime": 0.5 },
  },
  "cool water, heated": {
    overrides: {
      ...FAST,
      "h2.enabled": true,
      "h2.waterTemperature": 285,
      "floater.thermalTime": 0,
    },
  },
  "pulse and coast": {
    overrides: {
      ...FAST,
      ...OVERRUNNING,
      "h3.enabled": true,
      "h3.pulse": 0.7,
      "h3.coast": 0.4,
      "initial.shaftSpeed": 0.6,
    },
  },
  "pulse and coast with all the rest, error control": {
    overrides: {
      ...FAST,
      ...OVERRUNNING,
      "h1.enabled": true,
      "h1.power": 3,
      "h2.enabled": true,
      "h3.enabled": true,
      "h3.pulse": 1.1,
      "h3.coast": 0.9,
    },
    method: adaptive(1e-6),
    dt: 0.05,
  },
  "other water and air half way": {
    overrides: FAST,
    change: {
      "floater.volume": 0.25,
      "floater.thermalTime": 0,
      "water.temperature": 300,
      "receiver.volume": 0.5,
    },
  },
  "another clutch and another window half way": {
    overrides: {
      ...FAST,
      ...OVERRUNNING,
      "h3.enabled": true,
      "h3.coast": 3,
      "initial.shaftSpeed": 2,
    },
    change: { "drivetrain.clutch": "rigid", "h3.enabled": false, "injector.windowEnd": 0.5 },
  },
};

/** Every number of some moments of a run, and the state at its end. */
function hashOf({ overrides, preset, method = FIXED, dt = 1 / 40, ...rest }: Golden): string {
  const { seconds = 10, change } = rest;
  const plant = new Plant(parametersOf(overrides, preset), method);
  const steps = Math.round(seconds / dt);
  const every = Math.ceil(steps / LOOKS);
  const seen: string[] = [];
  for (let i = 1; i <= steps; i++) {
    if (change !== undefined && i === steps >> 1) plant.change({ ...plant.parameters, ...change });
    plant.step(dt);
    if (i % every === 0) seen.push(fingerprint(see(plant)));
  }
  return hashBytes(new TextEncoder().encode([...seen, plant.hash()].join("\n")));
}

for (const [name, golden] of Object.entries(GOLDEN)) {
  Deno.test(`golden: ${name}`, (t) => t.assertSnapshot(hashOf(golden)));
}
