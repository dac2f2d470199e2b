import assert from "node:assert/strict";
import { type Observation, Plant } from "../../engine/mod.ts";
import {
  account,
  BARE,
  build,
  chainMass,
  coupledMass,
  floater,
  FRICTIONLESS,
  HELD,
  near,
  ONE,
  type Overrides,
  parametersOf,
  run,
  runUntil,
  see,
  seeAt,
  shaftInertia,
  STEADY,
  stored,
} from "../engine/rig.ts";
import { CLOSED_FORMS } from "./tolerances.ts";

// Closed forms of PHYSICS.md section 8, each taken from the running engine.

const GRAVITY = { "ambient.gravity": 9.81 } as const satisfies Overrides;
const FREE_AIR = 0.4;
const MASS = 101325 * FREE_AIR / (287.05 * 293.15);

/** Work, J, of a compressor without losses on 0.4 m3 of free air, to a depth in m. */
function compression(depth: number): number {
  const pressure = 101325 + 9810 * depth;
  const plant = build({
    ...HELD,
    "floater.sealed": true,
    "compressor.freeAirDelivery": FREE_AIR,
    "compressor.isothermalEfficiency": 1,
    "compressor.motorEfficiency": 1,
    // So large that 0.4 m3 of free air do not raise its pressure.
    "receiver.volume": 1e9,
    "receiver.initialPressure": pressure,
    "receiver.cutIn": pressure,
  });
  return account(run(plant, 1), "compressorElectric");
}

/**
 * Work of one sealed floater with 0.4 m3 of free air on the chain, J, between the surface and a
 * depth: down from a start at the surface, or up from a start at the depth. The weight of the air
 * itself is taken out.
 */
function passage(depth: number, way: "down" | "up", thermalTime: number): number {
  const radius = 0.05;
  const height = depth - 2 * radius;
  const top = height + 0.5 * Math.PI * radius;
  const half = height + Math.PI * radius;
  const start = way === "down" ? top : top + half;
  const plant = build({
    ...BARE,
    ...GRAVITY,
    ...ONE,
    ...STEADY,
    "chain.straightHeight": height,
    "chain.sprocketRadius": radius,
    "water.depth": height + radius,
    "floater.sealedMass": MASS,
    "floater.thermalTime": thermalTime,
    "initial.position": start,
    "initial.speed": 1,
  });
  const weight = MASS * 9.81 * depth;
  const work = account(seeAt(plant, start + half), "chainWork");
  return way === "down" ? -(work - weight) : work + weight;
}

/**
 * Work of a floater that is full from the start and spills all the way up its leg, J, with the lag
 * of spilling taken out: the volume is V_f (1 + tau_s rho g v / p), to first order.
 */
function fullAscent(rise: number): number {
  const friction = 1e5;
  const spillTime = 5e-3;
  const p = parametersOf({
    ...FRICTIONLESS,
    ...GRAVITY,
    ...ONE,
    ...HELD,
    "chain.viscousFriction": friction,
    "chain.straightHeight": rise,
    "chain.sprocketRadius": 0.05,
    "water.depth": rise + 0.05,
    "floater.volume": FREE_AIR,
    "floater.shellDensity": 1000,
    "floater.thermalTime": 0,
    "floater.spillTime": spillTime,
    "injector.freeAirVolume": FREE_AIR * (1 + 9810 * (rise + 0.05) / 101325),
    "injector.windowEnd": 0.01,
    "regulator.setpoint": 6e5,
    // A light shaft, so that the chain has its speed at once.
    "flywheel.inertia": 1e-3,
    "generator.inertia": 0,
  });
  const plant = new Plant(p);
  const filled = run(plant, 5);
  assert.equal(filled.fills, 1);
  near(floater(filled).volume, FREE_AIR, { what: "volume", relative: 1e-12 });
  plant.change({ ...p, "chain.coulombFriction": 0 });
  const seen = seeAt(plant, rise);
  const air = 9.81 * (account(seen, "airLift") / 9.81 - floater(seen).mass * rise);
  const speed = 9.81 * 1000 * FREE_AIR / friction;
  const dock = 101325 + 9810 * (rise + 0.05);
  const rim = 101325 + 9810 * 0.05;
  const lag = FREE_AIR * spillTime * 9810 * speed * Math.log(dock / rim);
  return account(seen, "chainWork") - air - lag;
}

/** Largest efficiency of a cycle that fills the floater at depth. */
function fullEfficiency(depth: number): number {
  const ratio = 1 + 9810 * depth / 101325;
  return see(build({
    ...GRAVITY,
    "chain.straightHeight": depth - 0.8649,
    "water.depth": depth,
    "floater.volume": FREE_AIR,
    "injector.freeAirVolume": FREE_AIR * ratio,
  })).ceiling;
}

/** The loop of kpp-01 with 0.1 kg sealed in every floater, at 1 m/s, without drag or friction. */
const LOOP = {
  ...FRICTIONLESS,
  "floater.sealed": true,
  "floater.sealedMass": 0.1,
  "initial.speed": 1,
} as const satisfies Overrides;

/** Largest chainWork over a lap from any of three places, J per kJ turned over. */
function sealedLapWork(): number {
  const length = 2 * 8.135 + 2 * Math.PI * 0.8649;
  const works = [0.4, 3.1, 7.7].map((from) => {
    const plant = build({ ...LOOP, "floater.thermalTime": 0 });
    const work = (seen: Observation) => account(seen, "chainWork");
    const before = work(seeAt(plant, from, 1 / 1024));
    const after = seeAt(plant, from + length, 1 / 1024);
    return 1000 * (work(after) - before) / after.energyTurnedOver;
  });
  return works.reduce((worst, work) => Math.abs(work) > Math.abs(worst) ? work : worst);
}

let rested: Observation | undefined;

/** The loop with tau_T = 3 s, half a minute after it has come to rest: its air is warm again. */
function sealedAtRest(): Observation {
  if (rested) return rested;
  const plant = build(LOOP);
  runUntil(plant, (seen) => seen.stuck, { within: 200 });
  rested = run(plant, 30);
  return rested;
}

const FORCE = 2500;
const DRAG = 0.5 * 1000 * 0.8 * 0.2 * 29;

/** Bare chain under a constant force with quadratic drag. */
const PULLED = parametersOf({
  ...BARE,
  "chain.externalForce": FORCE,
  "floater.dragCoefficient": 0.8,
});
const TERMINAL = Math.sqrt(FORCE / DRAG);
const RISE_TIME = coupledMass(PULLED) / Math.sqrt(FORCE * DRAG);

/** The same chain, settled against a brake that takes a share of the force. */
function loaded(share: number): Observation {
  const brake = { "brake.torque": share * FORCE * PULLED["chain.sprocketRadius"] };
  return run(new Plant({ ...PULLED, ...brake, "initial.speed": 0.7 }), 200);
}

function spinDown(): number {
  const p = parametersOf({
    ...HELD,
    "drivetrain.clutch": "overrunning",
    "initial.shaftSpeed": 2,
    "generator.cutInSpeed": 0,
    "generator.gain": 2,
    "generator.torqueLimit": 1e6,
  });
  const rate = 108.9 ** 2 * 2 / (0.95 * shaftInertia(p));
  return run(new Plant(p), 0.5).shaftSpeed / (2 * Math.exp(-0.5 * rate));
}

/** A flywheel of 500 kg m2, brought to rest while the clutch is open, engages 10 kg m2. */
function clutchLoss(): number {
  const bare = {
    ...BARE,
    ...ONE,
    "chain.sprocketRadius": 1,
    "floater.volume": 1e-6,
    "floater.addedMass": 0,
    "floater.shellMass": 0,
    "water.depth": 10,
    "drivetrain.clutch": "overrunning",
    "flywheel.inertia": 500,
    "generator.inertia": 0,
    "generator.cutInSpeed": 0,
    "generator.gain": 1,
    "generator.torqueLimit": 1e9,
    "h3.enabled": true,
    "h3.pulse": 1e-6,
    "h3.coast": 2,
    "initial.speed": 10,
    "initial.shaftSpeed": 10,
  } as const satisfies Overrides;
  const massless = chainMass(parametersOf({ ...bare, "chain.massPerMetre": 0 }));
  const length = 2 * 8.135 + 2 * Math.PI;
  const p = parametersOf({ ...bare, "chain.massPerMetre": (10 - massless) / length });
  near(chainMass(p), 10, { what: "chain", relative: 1e-14 });
  const plant = new Plant(p);
  run(plant, 1.5);
  const open = see(plant);
  near(open.shaftSpeed, 0, { what: "shaft", absolute: 1e-12 });
  const engaged = run(plant, 0.505, 0.005);
  // During the first microsecond the shaft is coupled: the speeds at the end tell how fast it was.
  return account(engaged, "clutch") * (10 / open.speed) ** 2;
}

function pumpUp(): number {
  const plant = build({
    ...HELD,
    "floater.sealed": true,
    "receiver.volume": 0.7,
    "receiver.initialPressure": 1.2e5,
    "receiver.cutIn": 1.2e5,
    "receiver.cutOut": 3.4e5,
  });
  const expected = 0.7 * (3.4e5 - 1.2e5) / (101325 * 3.2 / 60);
  const running = run(plant, Math.floor(expected));
  assert.ok(running.compressorOn, "still running just before");
  const stopped = run(plant, 1);
  assert.ok(!stopped.compressorOn, "stopped just after");
  const flow = 101325 * (3.2 / 60) / (287.05 * 293.15);
  return account(stopped, "airCompressed") / flow / expected;
}

/** Every closed form of the table, as the engine gives it. */
const MEASURED: Readonly<Record<keyof typeof CLOSED_FORMS, () => number>> = {
  isothermalCompression10: () => compression(10),
  isothermalCompression25: () => compression(25),
  isothermalSinking10: () => passage(10, "down", 0),
  isothermalSinking25: () => passage(25, "down", 0),
  adiabaticCompression10: () => passage(10, "down", Infinity),
  adiabaticCompression25: () => passage(25, "down", Infinity),
  isothermalAscent10: () => passage(10, "up", 0),
  isothermalAscent25: () => passage(25, "up", 0),
  adiabaticAscent10: () => passage(10, "up", Infinity),
  adiabaticAscent25: () => passage(25, "up", Infinity),
  fullAscent10: () => fullAscent(10),
  fullAscent25: () => fullAscent(25),
  fullEfficiency10: () => fullEfficiency(10),
  fullEfficiency25: () => fullEfficiency(25),
  fullEfficiency9: () => fullEfficiency(9),
  sealedLapWork,
  sealedStart: () =>
    stored(see(build(LOOP)), "chainKinetic") + stored(see(build(LOOP)), "shaftKinetic"),
  sealedWaterHeat: () => -account(sealedAtRest(), "waterHeat"),
  sealedAccretion: () => account(sealedAtRest(), "accretion"),
  sealedExpelled: () => account(sealedAtRest(), "expelled"),
  startSpeed: () => run(new Plant(PULLED), 3).speed / (TERMINAL * Math.tanh(3 / RISE_TIME)),
  startTravel: () => {
    const expected = TERMINAL * RISE_TIME * Math.log(Math.cosh(3 / RISE_TIME));
    return run(new Plant(PULLED), 3).position / expected;
  },
  bestLoadSpeed: () => loaded(2 / 3).speed / Math.sqrt(FORCE / (3 * DRAG)),
  bestLoadEfficiency: () => {
    const seen = loaded(2 / 3);
    return account(seen, "brake") / account(seen, "externalWork");
  },
  spinDown,
  clutch: clutchLoss,
  pumpUp,
};

for (const [name, measure] of Object.entries(MEASURED)) {
  const { what, expected, tolerance } = CLOSED_FORMS[name as keyof typeof CLOSED_FORMS];
  Deno.test(`closed forms: ${name}: ${what} = ${expected}`, () => {
    near(measure(), expected, { what, absolute: tolerance });
  });
}

Deno.test("closed forms: a brake that takes more or less than two thirds gets less", () => {
  const power = (share: number) => share * FORCE * loaded(share).speed;
  const best = power(2 / 3);
  assert.ok(power(0.64) < best && power(0.69) < best);
});
