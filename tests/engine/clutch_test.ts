import assert from "node:assert/strict";
import {
  account,
  BARE,
  build,
  chainMass,
  coupledMass,
  LIVE_STEP,
  near,
  type Overrides,
  parametersOf,
  run,
  see,
  shaftInertia,
} from "./rig.ts";

// The clutch between sprocket and flywheel. PHYSICS.md sections 4 and 6.

/** A bare chain and its shaft at 1 rad/s, with an overrunning clutch and no load. */
const TURNING = {
  ...BARE,
  "drivetrain.clutch": "overrunning",
  "initial.speed": 0.8649,
  "initial.shaftSpeed": 1,
} as const satisfies Overrides;

Deno.test("clutch: it starts locked where the chain is as fast as the shaft, or faster", () => {
  const at = (shaft: number) => see(build({ ...TURNING, "initial.shaftSpeed": shaft }));
  assert.ok(at(1).clutchLocked);
  assert.ok(!at(1.001).clutchLocked);
  near(at(1.001).shaftSpeed, 1.001, { what: "shaft", relative: 1e-15 });
});

Deno.test("clutch: a chain faster than the shaft at the start has it locked", () => {
  // Locked means w = v/R (PHYSICS.md section 4); an impulse at t = 0 would not leave v as given.
  const seen = see(build({ ...TURNING, "initial.shaftSpeed": 0.2 }));
  assert.ok(seen.clutchLocked);
  assert.equal(seen.speed, parametersOf(TURNING)["initial.speed"]);
  near(seen.shaftSpeed, seen.speed / 0.8649, { what: "shaft", relative: 1e-15 });
  assert.equal(account(seen, "clutch"), 0);
  assert.equal(account(seen, "shaftWork"), 0);
  assert.equal(seen.relativeResidual, 0);
});

Deno.test("clutch: it frees when the chain would pull the shaft back, without loss", () => {
  const plant = build({ ...TURNING, "chain.coulombFriction": 500 });
  const seen = run(plant, 2);
  assert.ok(!seen.clutchLocked && !seen.stuck);
  assert.deepEqual([seen.shaftTorque, account(seen, "clutch")], [0, 0]);
  near(seen.shaftSpeed, 1, { what: "free shaft", relative: 1e-14 });
  const slope = 500 / chainMass(plant.parameters);
  near(seen.speed, 0.8649 - 2 * slope, { what: "chain alone", relative: 1e-12 });
});

Deno.test("clutch: it stays locked while the load brakes more than friction does", () => {
  // With equal relative braking the torque between them is 0: windage decides.
  const p = parametersOf({ ...TURNING, "chain.coulombFriction": 500 });
  const balance = 500 * 0.8649 * shaftInertia(p) / (chainMass(p) * 0.8649 ** 2);
  const locked = (windage: number) =>
    run(build({ ...p, "generator.windage": windage }), LIVE_STEP).clutchLocked;
  assert.deepEqual([locked(1.05 * balance), locked(0.95 * balance)], [true, false]);
});

Deno.test("clutch: its torque is the load and what speeds the shaft up", () => {
  const p = parametersOf({ ...TURNING, "chain.externalForce": 900, "generator.windage": 150 });
  const seen = see(build(p));
  const inertia = shaftInertia(p);
  const acceleration = (900 - 150 / 0.8649) / coupledMass(p);
  near(seen.acceleration, acceleration, { what: "acceleration", relative: 1e-13 });
  near(seen.shaftTorque, 150 + inertia * acceleration / 0.8649, {
    what: "torque",
    relative: 1e-13,
  });
});

Deno.test("clutch: a rigid one carries torque both ways", () => {
  const overrides = { ...TURNING, "drivetrain.clutch": "rigid", "brake.torque": 300 } as const;
  const seen = see(build(overrides));
  const p = parametersOf(overrides);
  const slope = 300 / 0.8649 / coupledMass(p);
  assert.ok(seen.clutchLocked);
  near(seen.shaftTorque, -shaftInertia(p) * slope / 0.8649, { what: "torque", relative: 1e-13 });
});

Deno.test("clutch: it locks again without a jump when the chain catches up", () => {
  const overrides = {
    ...TURNING,
    "initial.shaftSpeed": 1.2,
    "chain.externalForce": 400,
    "generator.windage": 40,
  } as const;
  const p = parametersOf(overrides);
  const plant = build(overrides);
  // v / R = 1 + F t / (R M) meets w = 1.2 / (1 + 1.2 c t / I).
  const chain = (t: number) => 1 + 400 * t / (0.8649 * chainMass(p));
  const shaft = (t: number) => 1.2 / (1 + 1.2 * 40 * t / shaftInertia(p));
  let [early, late] = [0, 60];
  for (let i = 0; i < 60; i++) {
    const middle = 0.5 * (early + late);
    if (chain(middle) < shaft(middle)) early = middle;
    else late = middle;
  }
  const steps = Math.floor(late / LIVE_STEP);
  assert.ok(steps > 240);
  for (let i = 0; i < steps; i++) plant.step(LIVE_STEP);
  assert.ok(!see(plant).clutchLocked, "just before");
  plant.step(LIVE_STEP);
  const seen = see(plant);
  assert.ok(seen.clutchLocked, "just after");
  near(seen.shaftSpeed, seen.speed / 0.8649, { what: "speeds", relative: 1e-14 });
  near(seen.shaftSpeed, shaft(late), { what: "common speed", relative: 1e-4 });
  near(account(seen, "clutch"), 0, { what: "loss", absolute: 1e-9 });
});

Deno.test("clutch: frees and locks again at every ripple, closing the ledger", () => {
  const plant = build({
    "drivetrain.clutch": "overrunning",
    "chain.floaterCount": 6,
    "chain.viscousFriction": 6000,
    "floater.volume": 0.4,
    "injector.conductance": 2e-6,
    "injector.freeAirVolume": 0.4,
    "generator.cutInSpeed": 100,
    "generator.gain": 0.5,
  });
  let changes = 0;
  let locked = true;
  for (let i = 0; i < 120 * 240; i++) {
    plant.step(LIVE_STEP);
    const now = see(plant);
    if (now.clutchLocked !== locked) changes += 1;
    locked = now.clutchLocked;
    assert.ok(now.shaftSpeed >= now.speed / 0.8649 - 1e-9, "the chain never overtakes the shaft");
    assert.ok(!locked || now.shaftTorque >= -1e-6, "it never pulls back");
  }
  assert.ok(changes >= 20, `${changes} changes`);
  assert.ok(see(plant).relativeResidual < 1e-11);
});

const PULSED = { ...TURNING, "h3.enabled": true } as const satisfies Overrides;

Deno.test("clutch: a pulse ends without loss, and engages with it", () => {
  const plant = build({ ...PULSED, "generator.windage": 800 });
  const before = run(plant, 2 - LIVE_STEP);
  const opened = run(plant, LIVE_STEP);
  assert.ok(before.clutchLocked && !opened.clutchLocked);
  assert.equal(account(opened, "clutch"), 0);
  assert.equal(opened.shaftTorque, 0);
  const coasting = run(plant, 0.5);
  assert.ok(!coasting.clutchLocked && coasting.shaftSpeed < coasting.speed / 0.8649);
  near(coasting.speed, opened.speed, { what: "chain alone", relative: 1e-14 });
  const engaged = run(plant, 0.5);
  assert.ok(engaged.clutchLocked && account(engaged, "clutch") > 1);
});

Deno.test("clutch: a coast that ends with a faster shaft overruns on", () => {
  const seen = run(build({ ...PULSED, "brake.torque": 300 }), 4);
  assert.ok(!seen.clutchLocked && seen.shaftSpeed > seen.speed / 0.8649);
  assert.equal(account(seen, "clutch"), 0);
});

Deno.test("clutch: pulses are met exactly by steps that do not fit them", () => {
  // 10 ms steps and 1/240 s steps see the same engagements, each at its own time.
  const overrides = { ...PULSED, "generator.windage": 800, "h3.pulse": 0.77, "h3.coast": 0.31 };
  const fine = run(build(overrides), 12);
  const coarse = run(build(overrides), 12, 0.01);
  assert.ok(account(fine, "clutch") > 10);
  near(account(coarse, "clutch"), account(fine, "clutch"), { what: "losses", relative: 1e-8 });
  near(coarse.position, fine.position, { what: "position", relative: 1e-9 });
});
