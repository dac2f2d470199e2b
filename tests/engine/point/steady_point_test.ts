import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type AccountName,
  ACCOUNTS,
  pathLength,
  Plant,
  type PlantParameters,
  type PresetName,
  PRESETS,
  RESIDUALS,
} from "../../../engine/mod.ts";
import { findPoint, NoSteadyPoint, type SteadyPoint } from "../../../engine/point/mod.ts";
import { softPlants } from "../random_plants.ts";
import { account, LIVE_STEP, near, type Overrides, parametersOf, see, seeAt } from "../rig.ts";

// The steady point against the run that ends there. PHYSICS.md sections 3 to 7.

/** Means of a run over one lap, per second. */
interface LapMeans {
  readonly speed: number;
  readonly accounts: Float64Array;
  /** Over the last pitch of the lap, at the receiver's pressure. */
  readonly runningEfficiency: number;
}

/** A receiver so large that its pressure stays what it is, and a compressor that never starts. */
function supplied(p: PlantParameters, pressure: number): PlantParameters {
  return {
    ...p,
    "receiver.volume": 1e9,
    "receiver.initialPressure": pressure,
    "receiver.cutIn": 1,
    "receiver.cutOut": 1e9,
  };
}

/** Time in which a plant's speed settles, s. */
const SETTLING = 150;

/** What a plant that begins at about the right speed does in a lap once it has settled. */
function settledLap(parameters: PlantParameters): LapMeans {
  const plant = new Plant(parameters);
  const length = pathLength({
    height: parameters["chain.straightHeight"],
    radius: parameters["chain.sprocketRadius"],
  });
  const laps = Math.max(2, Math.ceil(parameters["initial.speed"] * SETTLING / length));
  const reach = (position: number) => {
    // Looking costs as much as a step: only near the place is every step looked at.
    while (position - see(plant).position > 300 * LIVE_STEP * see(plant).speed) {
      for (let i = 0; i < 100; i++) plant.step(LIVE_STEP);
    }
    return seeAt(plant, position);
  };
  const before = reach(laps * length);
  const after = reach((laps + 1) * length);
  const time = after.time - before.time;
  return {
    speed: length / time,
    accounts: after.accounts.map((value, i) => (value - before.accounts[i]) / time),
    runningEfficiency: after.runningEfficiency,
  };
}

/** Accounts that depend on whether the compressor runs now. */
const OF_COMPRESSOR: readonly AccountName[] = [
  "compressorElectric",
  "intakeEnthalpy",
  "receiverHeat",
  "motorHeat",
  "compressorHeat",
  "airCompressed",
];

/** How near a point must be to the run, relative. */
interface Nearness {
  readonly relative: number;
  /** Of the largest account: accretion may be a thousandth of the power. */
  readonly ofLargest: number;
}

/** Of plants that run evenly. */
const EVEN: Nearness = { relative: 1e-6, ofLargest: 1e-8 };

/** The promise, for plants whose speed goes up and down by half in every pitch as well. */
const ANY: Nearness = { relative: 1e-5, ofLargest: 1e-6 };

/** The same lap as a run that has settled, account by account. */
function assertAgrees(parameters: PlantParameters, pressure: number, nearness: Nearness): void {
  const point = findPoint(parameters, { receiverPressure: pressure });
  const run = settledLap({ ...supplied(parameters, pressure), "initial.speed": point.speed });
  const { relative } = nearness;
  near(point.speed, run.speed, { what: "speed", relative });
  near(point.electricEfficiency, run.runningEfficiency, { what: "efficiency", relative });
  const largest = Math.max(...run.accounts.map(Math.abs));
  ACCOUNTS.forEach(({ name }, i) => {
    if (OF_COMPRESSOR.includes(name)) return;
    const absolute = nearness.ofLargest * largest;
    near(point.accounts[i], run.accounts[i], { what: name, relative, absolute });
  });
}

for (const name of Object.keys(PRESETS) as PresetName[]) {
  Deno.test(`point: ${name} is where the run ends`, () => {
    const parameters = parametersOf({}, name);
    const pressure = 0.5 * (parameters["receiver.cutIn"] + parameters["receiver.cutOut"]);
    assertAgrees(parameters, pressure, EVEN);
  });
}

/** Plants in which something that no preset has decides what happens. */
const OTHERS: Readonly<Record<string, Overrides>> = {
  "few floaters, uneven speed": {
    "chain.floaterCount": 7,
    "floater.thermalTime": 0,
    "generator.gain": 0.6,
    "generator.torqueLimit": 20,
    "injector.windowStart": 0.4,
  },
  "an overrunning clutch that frees in every pitch": {
    "chain.floaterCount": 7,
    "drivetrain.clutch": "overrunning",
    "flywheel.inertia": 2000,
    "generator.gain": 0.004,
    "generator.windage": 5,
  },
  "adiabatic, with nanobubbles and pure ISO valves": {
    "floater.thermalTime": Infinity,
    "generator.gain": 3,
    "generator.windage": 40,
    "h1.enabled": true,
    "h1.power": 10,
    "injector.laminarRatio": 1,
  },
  "warm water, spilling, brake and heater": {
    "brake.torque": 300,
    "floater.spillTime": 0.2,
    "floater.volume": 0.1,
    "generator.gain": 2,
    "h2.enabled": true,
    "h2.heatSource": "heater",
  },
  "a header that only opens high in a window of several floaters": {
    "chain.floaterCount": 40,
    "floater.volume": 0.1,
    "injector.freeAirVolume": 0.3,
    "injector.windowEnd": 4,
    "regulator.setpoint": 1.75e5,
    "generator.gain": 1,
  },
  "torque limited, and pushed": {
    "chain.externalForce": 400,
    "generator.torqueLimit": 60,
    "water.temperature": 285,
  },
};

for (const [what, overrides] of Object.entries(OTHERS)) {
  Deno.test(`point: ${what}: it is where the run ends`, () => {
    assertAgrees(parametersOf(overrides), 6e5, ANY);
  });
}

Deno.test("point: plants by chance end there too", () => {
  for (const parameters of fc.sample(softPlants, { seed: 20260918, numRuns: 5 })) {
    assertAgrees(parameters, 7e5, ANY);
  }
});

Deno.test("point: the ledger closes", () => {
  const others = Object.values(OTHERS).map((overrides) => parametersOf(overrides));
  const presets = Object.values(PRESETS).map(({ parameters }) => parameters);
  const chance = fc.sample(softPlants, { seed: 1, numRuns: 40 });
  for (const parameters of [...presets, ...others, ...chance]) {
    const { relativeResidual, residuals, accounts } = findPoint(parameters);
    assert.ok(relativeResidual <= 1e-9, `${relativeResidual} of ${JSON.stringify(parameters)}`);
    const air = accounts[ACCOUNTS.findIndex(({ name }) => name === "airInjected")];
    near(residuals[4], 0, { what: "air", absolute: 1e-12 * air });
  }
});

Deno.test("point: powers and efficiencies are those of the ledger", () => {
  const parameters = parametersOf({
    "auxiliary.power": 70,
    "h1.enabled": true,
    "h2.enabled": true,
  });
  const point = findPoint(parameters);
  const of = (name: AccountName) => rate(point, name);
  const charges = of("auxiliary") + of("h1Supply") + of("heater");
  assert.equal(of("auxiliary"), 70);
  assert.ok(of("h1Supply") > 0 && of("heater") > 0);
  assert.equal(point.power, of("generatorElectric"));
  assert.equal(point.mechanical, of("shaftWork"));
  assert.equal(point.net, point.power - of("compressorElectric") - charges);
  assert.equal(point.electricEfficiency, point.power / (of("compressorElectric") + charges));
  assert.equal(
    point.chainEfficiency,
    of("chainWork") / (0.94 * of("compressorElectric")),
  );
  near(point.lapTime, 29 / point.passRate, { what: "lap time", relative: 1e-14 });
  assert.ok(point.lowestSpeed < point.speed && point.speed < point.highestSpeed);
});

Deno.test("point: speeds, times and pressures belong together", () => {
  const length = pathLength({ height: 8.135, radius: 0.8649 });
  for (const overrides of [{}, { "chain.floaterCount": 12, "generator.gain": 3 }]) {
    const point = findPoint(parametersOf(overrides));
    near(point.rpm, 60 * point.speed / (2 * Math.PI * 0.8649), { what: "rpm", relative: 1e-14 });
    near(point.lapTime, length / point.speed, { what: "lap time", relative: 1e-14 });
    // A rigid clutch: the mean over time of the generator's speed is the chain's.
    near(point.generatorSpeed, 108.9 * point.speed / 0.8649, { what: "rad/s", relative: 1e-12 });
    assert.deepEqual([point.receiverPressure, point.headerPressure], [7.5e5, 2.3e5]);
    assert.ok(point.isCycling && point.isFilled);
  }
  const weak = findPoint(parametersOf(), { receiverPressure: 2e5 });
  assert.deepEqual([weak.receiverPressure, weak.headerPressure, weak.isCycling], [2e5, 2e5, false]);
});

Deno.test("point: a compressor that delivers nothing has no share", () => {
  const without = findPoint(parametersOf({ "compressor.freeAirDelivery": 0 }));
  assert.ok(Number.isNaN(without.compressorShare) && without.power > 0);
  const point = findPoint(parametersOf());
  const delivered = 101325 * 3.2 / 60 / (287.05 * 293.15);
  near(point.compressorShare, rate(point, "airInjected") / delivered, {
    what: "share",
    relative: 1e-14,
  });
});

Deno.test("point: its residual is the largest of energy, over half of all that moves", () => {
  const { accounts, residuals, relativeResidual } = findPoint(parametersOf());
  const energies = RESIDUALS.flatMap(({ unit }, i) => unit === "J" ? [Math.abs(residuals[i])] : []);
  const moved = ACCOUNTS.flatMap(({ unit }, i) => unit === "J" ? [Math.abs(accounts[i])] : []);
  assert.ok(energies.length === 4 && moved.length === ACCOUNTS.length - 3);
  near(relativeResidual, 2 * Math.max(...energies) / moved.reduce((sum, each) => sum + each), {
    what: "residual",
    relative: 1e-14,
  });
});

/** An account per second, W or kg/s. */
function rate({ accounts }: SteadyPoint, name: AccountName): number {
  return accounts[ACCOUNTS.findIndex((row) => row.name === name)];
}

Deno.test("point: the compressor's power is the mean over cut-in to cut-out", () => {
  const parameters = parametersOf({
    "receiver.volume": 3,
    "receiver.cutIn": 3e5,
    "receiver.cutOut": 9e5,
    "receiver.initialPressure": 3e5,
    "compressor.freeAirDelivery": 0.1,
  });
  const plant = new Plant(parameters);
  const runs: { electric: number; air: number }[] = [];
  // The first time on is the start-up; the accounts stand still while the compressor is off.
  for (let isOn = true; runs.length < 2;) {
    for (let i = 0; i < 100; i++) plant.step(LIVE_STEP);
    const seen = see(plant);
    if (isOn && !seen.compressorOn) {
      runs.push({
        electric: account(seen, "compressorElectric"),
        air: account(seen, "airCompressed"),
      });
    }
    isOn = seen.compressorOn;
  }
  const [first, second] = runs;
  const mean = (second.electric - first.electric) / (second.air - first.air);
  const point = findPoint(parameters);
  // Cut-in is met while a floater fills, cut-out while none does: 0.7 s of 380 s more down there.
  near(rate(point, "compressorElectric") / rate(point, "airCompressed"), mean, {
    what: "work per air",
    relative: 2e-3,
  });
  const held = findPoint(parameters, { receiverPressure: 6e5 });
  assert.ok(rate(held, "compressorElectric") > 1.02 * rate(point, "compressorElectric"));
  near(point.compressorShare, 0.5334, { what: "share", relative: 1e-3 });
});

Deno.test("point: a plant that friction holds is said not to start", () => {
  const held = parametersOf({ "chain.coulombFriction": 9e3 });
  assert.equal(findPoint(held).startsFromRest, false);
  assert.equal(findPoint(parametersOf()).startsFromRest, true);
  assert.equal(findPoint({ ...held, "initial.speed": 0.2 }).startsFromRest, true);
  const plant = new Plant(held);
  for (let i = 0; i < 60 / LIVE_STEP; i++) plant.step(LIVE_STEP);
  assert.ok(see(plant).stuck);
});

Deno.test("point: the least friction that holds a plant is where the run breaks away", () => {
  const starts = (friction: number) => {
    const parameters = parametersOf({ "chain.coulombFriction": friction });
    const plant = new Plant(supplied(parameters, 8e5));
    for (let i = 0; i < 30 / LIVE_STEP && see(plant).stuck; i++) plant.step(LIVE_STEP);
    const stays = see(plant).stuck;
    assert.equal(findPoint(parameters).startsFromRest, !stays, `${friction} N`);
    return !stays;
  };
  // Three floaters in the window lift some 1 kN each.
  assert.deepEqual([2e3, 2.9e3, 3.6e3, 4.5e3].map(starts), [true, true, false, false]);
});

const IMPOSSIBLE: readonly [string, Overrides, RegExp][] = [
  [
    "pulse and coast",
    { "h3.enabled": true, "drivetrain.clutch": "overrunning" },
    /^Cannot find a steady point as h3\.enabled must be false: current value is true$/,
  ],
  ["a sealed rig", { "floater.sealed": true }, /as floater\.sealed must be false/],
  ["no plant", { "water.depth": 1 }, /^Cannot build the plant as water\.depth must be/],
];

for (const [what, overrides, message] of IMPOSSIBLE) {
  Deno.test(`point: ${what} is refused`, () => {
    assert.throws(() => findPoint(parametersOf(overrides)), { name: "RangeError", message });
  });
}

Deno.test("point: a receiver below ambient pressure is refused", () => {
  for (const receiverPressure of [1e5, NaN, Infinity]) {
    assert.throws(() => findPoint(parametersOf(), { receiverPressure }), {
      name: "RangeError",
      message: "Cannot find a steady point as the receiver pressure must be at least " +
        `ambient.pressure = 101325 Pa: current value is ${receiverPressure} Pa`,
    });
  }
  assert.throws(() => findPoint(parametersOf(), { receiverPressure: 101325 }), NoSteadyPoint);
});

const NOWHERE: readonly [string, Overrides, RegExp][] = [
  ["stuck", { "chain.coulombFriction": 1e5 }, /the chain does not run: drive is less than/],
  ["starved", { "regulator.setpoint": 1.5e5 }, /the chain does not run/],
  ["pulled away", { "chain.externalForce": 1e9 }, /nothing holds the chain back below 100 m\/s/],
  ["at rest in every pitch", { "chain.floaterCount": 1 }, /comes to rest in every pitch/],
];

for (const [what, overrides, message] of NOWHERE) {
  Deno.test(`point: a plant that is ${what} has none`, () => {
    assert.throws(() => findPoint(parametersOf(overrides)), { name: "NoSteadyPoint", message });
  });
}
