import assert from "node:assert/strict";
import { type AccountName, type Observation, SOUND } from "../../engine/mod.ts";
import {
  account,
  build,
  floater,
  FRICTIONLESS,
  HELD,
  near,
  type Overrides,
  parametersOf,
  pressureAt,
  run,
  runUntil,
  see,
  seeAt,
  STEADY,
} from "./rig.ts";

// What is shown of a plant that is not a state: laps, efficiencies, sums. PHYSICS.md section 7.

const LENGTH = 2 * 8.135 + 2 * Math.PI * 0.8649;

Deno.test("observation: a look leaves nothing of an earlier one", () => {
  const far = build({ "h2.enabled": true, "drivetrain.clutch": "overrunning" }, "claimed-25m");
  const again = run(far, 60);
  for (const plant of [build(), build({ "floater.sealed": true, "floater.sealedMass": 0.2 })]) {
    run(plant, 3);
    plant.observe(again);
    assert.deepEqual(again, see(plant));
  }
});

Deno.test("observation: before the first lap there is no data, never 0", () => {
  const { lap, runningEfficiency } = run(build(), 5);
  assert.deepEqual(lap, {
    count: 0,
    startUp: false,
    time: NaN,
    rpm: NaN,
    power: NaN,
    mechanical: NaN,
    compressor: NaN,
    net: NaN,
    electricEfficiency: NaN,
    chainEfficiency: NaN,
  });
  assert.ok(runningEfficiency > 0, "the first pitch has passed");
  assert.ok(Number.isNaN(run(build(), 1).runningEfficiency), "it has not");
});

Deno.test("observation: a lap shows what its accounts gained", () => {
  const overrides = {
    ...STEADY,
    "auxiliary.power": 90,
    "h1.enabled": true,
    "h2.enabled": true,
    "receiver.cutIn": 7.9e5,
    "initial.position": 4,
    "initial.speed": 1,
  };
  const plant = build(overrides);
  // Laps end where s is a whole number of L: the first one is short of the start's 4 m.
  const ends = [1, 2, 3].map((k) => seeAt(plant, k * LENGTH + 1e-9));
  const starts = [see(build(overrides)), ...ends];
  for (const [i, seen] of ends.entries()) {
    const { lap } = seen;
    const gained = (name: AccountName) => account(seen, name) - account(starts[i], name);
    const time = seen.time - starts[i].time;
    const compressor = gained("compressorElectric");
    const paid = gained("auxiliary") + gained("h1Supply") + gained("heater");
    const generated = gained("generatorElectric");
    assert.deepEqual([lap.count, lap.startUp], [i + 1, i === 0]);
    const expected: [keyof typeof lap, number][] = [
      ["time", time],
      ["rpm", 60 * (seen.position - starts[i].position) / (2 * Math.PI * 0.8649 * time)],
      ["power", generated / time],
      ["mechanical", gained("shaftWork") / time],
      ["compressor", compressor / time],
      ["net", (generated - compressor - paid) / time],
      ["electricEfficiency", generated / (compressor + paid)],
      ["chainEfficiency", gained("chainWork") / (0.94 * compressor)],
    ];
    for (const [name, value] of expected) {
      near(Number(lap[name]), value, { what: `${name} of lap ${i + 1}`, relative: 1e-6 });
    }
  }
});

Deno.test("observation: a lap without compressor has no efficiency", () => {
  const plant = build({ ...STEADY, "initial.speed": 1, "receiver.volume": 100 });
  const { lap } = runUntil(plant, (seen) => seen.lap.count === 1, { within: 30 });
  assert.equal(lap.compressor, 0);
  assert.ok(lap.power > 0);
  assert.ok(Number.isNaN(lap.electricEfficiency) && Number.isNaN(lap.chainEfficiency));
});

Deno.test("observation: running efficiency is what the last pitch gave over its cost", () => {
  for (const charges of [{}, { "auxiliary.power": 200, "h1.enabled": true, "h2.enabled": true }]) {
    const plant = build(charges);
    const far = build(charges);
    for (const place of [7, 10.1, 24.7, 26]) {
      const then = seeAt(far, place - LENGTH / 29);
      const now = seeAt(plant, place);
      const gained = (name: AccountName) => account(now, name) - account(then, name);
      const air = gained("airInjected") * 287.05 * 293.15 *
        Math.log(now.receiverPressure / 101325) / 0.705;
      const paid = air + gained("auxiliary") + gained("h1Supply") + gained("heater");
      near(now.runningEfficiency, gained("generatorElectric") / paid, {
        what: `at ${place} m`,
        relative: 1e-6,
      });
    }
  }
});

Deno.test("observation: running efficiency looks back exactly at what broke a pitch ago", () => {
  const [plant, far] = [build(), build()];
  for (const each of [plant, far]) {
    run(each, 30);
    const seen = runUntil(each, ({ passingValves }) => passingValves > 0, { within: 10 });
    const valves = Array.from({ length: 29 }, (_, i) => floater(seen, i).valve);
    each.impair({ ...SOUND, stuckValves: valves.map((open) => open === 1 ? "shut" : "free") });
  }
  const { position } = see(plant);
  // Between the moment itself and the next step, a millimetre on.
  for (const behind of [1e-4, 4e-4, 7e-4]) {
    const then = seeAt(far, position + behind);
    const now = seeAt(plant, position + behind + LENGTH / 29);
    const gained = (name: AccountName) => account(now, name) - account(then, name);
    const air = Math.log(now.receiverPressure / 101325) / 0.705 * 287.05 * 293.15;
    assert.ok(gained("airInjected") > 0);
    near(now.runningEfficiency, gained("generatorElectric") / (air * gained("airInjected")), {
      what: `${behind} m after it broke`,
      relative: 1e-6,
    });
  }
});

Deno.test("observation: running efficiency stays while the chain stands", () => {
  const plant = build();
  const moving = run(plant, 20);
  plant.change(parametersOf({ "brake.torque": 1e6 }));
  const standing = run(plant, 60);
  assert.ok(standing.stuck);
  assert.ok(moving.runningEfficiency > 0.05);
  const later = run(plant, 60);
  near(later.runningEfficiency, standing.runningEfficiency, { what: "after 60 s", relative: 0.05 });
});

Deno.test("observation: a standstill full of events does not hide the last pitch", () => {
  const plant = build();
  run(plant, 20);
  plant.change(parametersOf({ "brake.torque": 1e6 }));
  const standing = run(plant, 5);
  assert.ok(standing.stuck && standing.runningEfficiency > 0.05);
  for (let i = 0; i < 3000; i++) {
    plant.change(parametersOf({ "brake.torque": 1e6 + i }));
    plant.step(1e-4);
  }
  const seen = see(plant);
  near(seen.runningEfficiency, standing.runningEfficiency, { what: "efficiency", relative: 0.01 });
});

Deno.test("observation: net power is what is generated less all that is paid", () => {
  const seen = run(
    build({
      "auxiliary.power": 150,
      "h1.enabled": true,
      "h2.enabled": true,
      "receiver.cutIn": 7.9e5,
    }),
    30,
  );
  const powers = [
    seen.compressorPower,
    seen.auxiliaryPower,
    seen.h1Power,
    seen.heaterPower,
  ];
  assert.ok(seen.generatorPower > 100 && powers.every((power) => power > 10));
  near(seen.netPower, powers.reduce((rest, power) => rest - power, seen.generatorPower), {
    what: "net power",
    relative: 1e-14,
  });
});

Deno.test("observation: sums over the floaters are those of their rows", () => {
  const seen = run(build(), 40);
  const column = (i: number) =>
    Array.from({ length: 29 }, (_, row) => seen.floaters[row * 6 + i])
      .reduce((sum, value) => sum + value, 0);
  near(seen.airMass, column(1), { what: "mass", relative: 1e-14 });
  near(seen.airEnthalpy, column(2), { what: "enthalpy", relative: 1e-14 });
  near(seen.airVolume, column(4), { what: "volume", relative: 1e-14 });
  assert.equal(seen.openValves, column(5));
});

Deno.test("observation: floaters keep their numbers all the way round", () => {
  const plant = build({ ...STEADY, "initial.speed": 1 });
  for (let i = 0; i < 30; i++) {
    const seen = run(plant, 1, 0.01);
    for (let row = 0; row < 29; row++) {
      const expected = (seen.position + row * LENGTH / 29) % LENGTH;
      const off = Math.abs(seen.floaters[6 * row] - expected);
      assert.ok(Math.min(off, LENGTH - off) < 1e-9, `floater ${row} at ${seen.time} s`);
    }
  }
});

/** Efficiency that the ceiling stands for, of one fill in a quiet floater, by quadrature. */
function ceilingByQuadrature(overrides: Overrides): number {
  const p = parametersOf(overrides);
  const water = p["h2.enabled"] ? p["h2.waterTemperature"] : p["water.temperature"];
  const warmth = water / p["ambient.temperature"];
  const top = p["chain.straightHeight"] + p["chain.sprocketRadius"];
  const dock = p["injector.windowStart"];
  const rows = 20_000;
  const dz = (top - dock) / rows;
  const free = p["ambient.pressure"] * p["injector.freeAirVolume"];
  let work = 0;
  for (let i = 0; i < rows; i++) {
    const pressure = pressureAt(p, dock + (i + 0.5) * dz);
    const volume = Math.min(p["floater.volume"], free * warmth / pressure);
    work += p["water.density"] * p["ambient.gravity"] * volume * dz;
  }
  return work / (free * Math.log(pressureAt(p, dock) / p["ambient.pressure"]));
}

const CEILINGS: readonly Overrides[] = [
  {},
  { "injector.freeAirVolume": 0.05 },
  { "injector.freeAirVolume": 0.25 },
  { "injector.freeAirVolume": 0.299 },
  { "injector.windowStart": 1.5, "injector.freeAirVolume": 0.2 },
  { "h2.enabled": true, "h2.waterTemperature": 340 },
  { "h2.enabled": true, "h2.waterTemperature": 340, "injector.freeAirVolume": 0.05 },
  { "ambient.temperature": 270, "water.density": 1025, "ambient.pressure": 95e3 },
];

for (const overrides of CEILINGS) {
  Deno.test(`observation: ceiling with ${JSON.stringify(overrides)}`, () => {
    const { ceiling } = see(build(overrides));
    near(ceiling, ceilingByQuadrature(overrides), { what: "ceiling", relative: 1e-6 });
  });
}

Deno.test("observation: an overfilled floater has the ceiling of a full one", () => {
  const full = 0.16 * (101325 + 9806.65 * 9) / 101325;
  const at = (volume: number) => see(build({ "injector.freeAirVolume": volume })).ceiling;
  near(at(1.5 * full) * 1.5, at(full), { what: "ceiling", relative: 1e-12 });
});

Deno.test("observation: shaft torque and acceleration are those of the motion that follows", () => {
  const plant = build({ "drivetrain.clutch": "overrunning", "initial.speed": 0.2 });
  const before = run(plant, 0.5);
  const dt = 1e-6;
  plant.step(dt);
  const after = see(plant);
  const slope = (after.speed - before.speed) / dt;
  near(before.acceleration, slope, { what: "acceleration", relative: 1e-3, absolute: 1e-6 });
  const work = account(after, "shaftWork") - account(before, "shaftWork");
  near(before.shaftTorque * before.shaftSpeed, work / dt, { what: "torque", relative: 1e-4 });
});

Deno.test("observation: powers are the rates of their accounts", () => {
  const plant = build({ "receiver.cutIn": 7.9e5, "h1.enabled": true, "h2.enabled": true });
  const rates: [(seen: Observation) => number, AccountName][] = [
    [(seen) => seen.generatorPower, "generatorElectric"],
    [(seen) => seen.compressorPower, "compressorElectric"],
    [(seen) => seen.h1Power, "h1Supply"],
    [(seen) => seen.heaterPower, "heater"],
  ];
  const before = run(plant, 30.1, 0.01);
  plant.step(1e-5);
  const after = see(plant);
  for (const [power, name] of rates) {
    const rate = (account(after, name) - account(before, name)) / 1e-5;
    assert.ok(rate > 100, name);
    near(power(before), rate, { what: name, relative: 1e-4 });
  }
});

Deno.test("observation: a plant at rest without load shows 0, which is not no data", () => {
  const seen = run(build({ ...FRICTIONLESS, ...HELD }), 2);
  assert.deepEqual([seen.generatorPower, seen.shaftTorque, seen.netPower], [0, 0, 0]);
});
