import assert from "node:assert/strict";
import {
  account,
  build,
  floater,
  HELD,
  LIVE_STEP,
  near,
  ONE,
  type Overrides,
  parametersOf,
  pressureAt,
  run,
  see,
  seeAt,
  seeWhen,
  STEADY,
} from "./rig.ts";

// Filling at the dock, compressor and receiver. PHYSICS.md sections 3 and 5.

const TARGET = 101325 * 0.16 / (287.05 * 293.15);
const LENGTH = 2 * 8.135 + 2 * Math.PI * 0.8649;

/** Flow of one valve against pressure p by ISO 6358, kg/s: the whole law in one expression. */
function iso(p: number, header: number): number {
  const choked = 8e-7 * 1.185 * header;
  const phi = (r: number) => Math.sqrt(1 - ((r - 0.3) / 0.7) ** 2);
  const r = p / header;
  if (r <= 0.3) return choked;
  if (r <= 0.999) return choked * phi(r);
  return r < 1 ? choked * phi(0.999) * (1 - r) / 0.001 : 0;
}

Deno.test("valves: several are open at once, each with the flow of its own depth", () => {
  const p = parametersOf(HELD);
  const seen = run(build(HELD), 0.25);
  assert.equal(seen.openValves, 4);
  for (let i = 0; i < 4; i++) {
    const { mass, sigma } = floater(seen, i);
    near(sigma, i * LENGTH / 29, { what: "place", absolute: 1e-12 });
    near(mass, 0.25 * iso(pressureAt(p, sigma), 2.3e5), { what: "mass", relative: 1e-12 });
  }
});

Deno.test("valves: the flow follows ISO 6358 from choked to nothing", () => {
  for (const header of [9e5, 7e5, 6.2e5, 4e5, 2.3e5, 1.9e5, 1.847e5, 1.84682e5, 1.8e5, 1.2e5]) {
    const overrides = {
      ...HELD,
      ...ONE,
      "initial.position": 0.5,
      "receiver.volume": 1e6,
      "receiver.initialPressure": 9.5e5,
      "regulator.setpoint": header,
      "injector.freeAirVolume": 10,
    };
    const seen = run(build(overrides), 0.5);
    const flow = iso(101325 + 9806.65 * 8.5, header);
    near(account(seen, "airInjected"), 0.5 * flow, { what: `at ${header} Pa`, relative: 1e-10 });
    assert.equal(seen.passingValves, flow > 0 ? 1 : 0);
  }
});

Deno.test("valves: a falling header passes from choked to nothing without a jump", () => {
  // One floater at rest fed by a small receiver without regulator, against Euler in tiny steps.
  const overrides = {
    ...HELD,
    ...ONE,
    "initial.position": 0.5,
    "receiver.volume": 0.02,
    "receiver.cutIn": 1.1e5,
    "regulator.setpoint": 9e5,
    "injector.freeAirVolume": 10,
  };
  const plant = build(overrides);
  const depth = 101325 + 9806.65 * 8.5;
  const slope = 287.05 * 293.15 / 0.02;
  const flowAt = (header: number) => iso(depth, header);
  let header = 8e5;
  const dt = 1e-4;
  for (let part = 1; part <= 20; part++) {
    const seen = run(plant, 0.05);
    for (let i = 0; i < 500; i++) {
      const half = header - 0.5 * dt * slope * flowAt(header);
      header -= dt * slope * flowAt(half);
    }
    near(seen.receiverPressure, header, { what: `after ${part} parts`, relative: 1e-5 });
  }
  assert.ok(header < 1.9e5, "it has come near the pressure of the water");
  const empty = run(plant, 20);
  near(empty.receiverPressure, depth, { what: "at the end", relative: 1e-9 });
  assert.equal(empty.openValves, 1);
});

Deno.test("valves: a floater that was full does not get more in the same pass", () => {
  // It spills most of its air at once, and its valve stays shut.
  const p = parametersOf({ ...HELD, "floater.thermalTime": 0 });
  const plant = build(p);
  const full = run(plant, 5);
  assert.deepEqual([full.fills, full.openValves], [4, 0]);
  plant.change({ ...p, "floater.volume": 0.02 });
  const spilled = run(plant, 5);
  assert.ok(floater(spilled).mass < 0.5 * TARGET);
  assert.deepEqual([spilled.fills, spilled.openValves], [4, 0]);
  assert.equal(account(spilled, "airInjected"), account(full, "airInjected"));
});

Deno.test("valves: every floater that passes the window is filled once, or short", () => {
  const plant = build({ ...STEADY, "initial.speed": 0.5, "chain.floaterCount": 9 });
  // Floater 0 starts in the window; then one enters at every pitch and has 4.5 s to fill.
  const seen = run(plant, 60);
  const entered = 1 + Math.floor(30 / (LENGTH / 9));
  const inside = seen.openValves;
  assert.equal(seen.fills + seen.shortFills + inside, entered);
  assert.equal(seen.shortFills, 0);
  const fast = run(build({ ...STEADY, "initial.speed": 4, "chain.floaterCount": 10 }), 30);
  assert.equal(fast.fills, 0);
  assert.ok(fast.shortFills > 50);
});

Deno.test("valves: a floater comes round empty and is filled again", () => {
  const plant = build({ ...STEADY, ...ONE, "initial.speed": 1 });
  const masses: number[] = [];
  for (let lap = 0; lap < 3; lap++) {
    masses.push(floater(seeAt(plant, lap * LENGTH + 4)).mass);
    const empty = seeAt(plant, lap * LENGTH + 13);
    assert.deepEqual([floater(empty).mass, empty.airVolume], [0, 0]);
  }
  const [first] = masses;
  assert.ok(first > 0.1);
  for (const mass of masses) near(mass, first, { what: "air", relative: 1e-9 });
});

Deno.test("valves: nothing flows back from a floater into a header of less pressure", () => {
  const p = parametersOf({ ...HELD, "injector.conductance": 1e-8 });
  const plant = build(p);
  const before = run(plant, 2);
  assert.equal(before.openValves, 4);
  plant.change({ ...p, "regulator.setpoint": 1.2e5 });
  const after = run(plant, 5);
  assert.equal(after.airMass, before.airMass);
  assert.deepEqual([after.openValves, after.passingValves], [4, 0]);
});

/** A small receiver that a strong compressor fills again and again. */
const CYCLING = {
  "receiver.volume": 0.06,
  "compressor.freeAirDelivery": 0.09,
  "receiver.cutIn": 3e5,
  "receiver.cutOut": 3.6e5,
  "receiver.initialPressure": 3.3e5,
} as const satisfies Overrides;

Deno.test("compressor: it starts at cutIn, stops at cutOut and does nothing between", () => {
  const plant = build(CYCLING);
  assert.ok(!see(plant).compressorOn);
  const switchings: number[] = [];
  for (let on = true; switchings.length < 8; on = !on) {
    const { receiverPressure } = seeWhen(plant, (seen) => seen.compressorOn === on, { within: 60 });
    switchings.push(receiverPressure);
    plant.step(LIVE_STEP);
    assert.equal(see(plant).compressorPower > 0, on);
  }
  for (const [i, pressure] of switchings.entries()) {
    near(pressure, i % 2 === 0 ? 3e5 : 3.6e5, { what: `switching ${i}`, relative: 1e-9 });
  }
});

Deno.test("compressor: against less than ambient pressure it takes no power", () => {
  const overrides = {
    ...HELD,
    "floater.sealed": true,
    "receiver.initialPressure": 1.1e5,
    "compressor.freeAirDelivery": 0.002,
  } as const;
  const plant = build(overrides);
  assert.ok(see(plant).compressorOn && see(plant).compressorPower > 0);
  // The same air in a larger receiver has 0.917 bar; it takes 57.2 s to come to ambient pressure.
  plant.change(parametersOf({ ...overrides, "receiver.volume": 1.2 }));
  assert.deepEqual([see(plant).compressorOn, see(plant).compressorPower], [true, 0]);
  const below = run(plant, 57);
  assert.equal(account(below, "compressorElectric"), 0);
  assert.ok(account(below, "airCompressed") > 0);
  const above = run(plant, 63);
  const expected = (1.1e5 + 120 * 0.002 * 101325) / 1.2;
  near(above.receiverPressure, expected, { what: "pressure", relative: 1e-12 });
  const primitive = (p: number) => p * Math.log(p / 101325) - p;
  const work = 1.2 * (primitive(expected) - primitive(101325)) / 0.705;
  near(account(above, "compressorElectric"), work, { what: "work", relative: 1e-9 });
});

Deno.test("receiver: header and regulator follow it below the setpoint and back", () => {
  const plant = build({ ...CYCLING, "regulator.setpoint": 3.3e5 });
  let below = 0;
  let above = 0;
  for (let i = 0; i < 60 * 240; i++) {
    plant.step(LIVE_STEP);
    const { receiverPressure, headerPressure } = see(plant);
    assert.equal(headerPressure, Math.min(3.3e5, receiverPressure));
    if (receiverPressure < 3.3e5) below += 1;
    else above += 1;
  }
  assert.ok(below > 100 && above > 100);
});
