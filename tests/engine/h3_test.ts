import assert from "node:assert/strict";
import type { Plant } from "../../engine/mod.ts";
import { account, build, near, type Overrides, parametersOf, residual, run, see } from "./rig.ts";

// H3 switched on, off and changed while the plant runs. PHYSICS.md section 6.

/** A chain that drives its shaft against the load. */
const DRIVING = {
  "drivetrain.clutch": "overrunning",
  "initial.speed": 0.4,
  "initial.shaftSpeed": 0.3,
} as const satisfies Overrides;

/** A shaft without load that runs ahead of its chain. */
const OVERRUNNING = {
  "drivetrain.clutch": "overrunning",
  "initial.speed": 0.3,
  "initial.shaftSpeed": 1.5,
  "generator.gain": 0,
} as const satisfies Overrides;

const PULSED = { "h3.enabled": true, "h3.pulse": 2, "h3.coast": 1 } as const satisfies Overrides;

function runningFor(overrides: Overrides, seconds: number): Plant {
  const plant = build(overrides);
  if (seconds > 0) run(plant, seconds);
  return plant;
}

Deno.test("H3: its cycle goes by absolute time, whenever it is switched on", () => {
  for (const at of [18, 18.5, 20, 20.5, 23.75, 25.5, 26, 26.5]) {
    for (const [pulse, coast] of [[2, 1], [0.75, 1.25]]) {
      const plant = runningFor(DRIVING, at);
      assert.ok(see(plant).clutchLocked);
      plant.change(parametersOf({ ...DRIVING, ...PULSED, "h3.pulse": pulse, "h3.coast": coast }));
      for (let i = 0; i < 64; i++) {
        const phase = plant.time % (pulse + coast);
        assert.equal(see(plant).clutchLocked, phase < pulse, `${plant.time} s, from ${at} s on`);
        plant.step(1 / 16);
      }
    }
  }
});

Deno.test("H3: it opens the clutch without loss, and closes it as it was", () => {
  const plant = runningFor(DRIVING, 2.5);
  const before = see(plant);
  plant.change(parametersOf({ ...DRIVING, ...PULSED }));
  const open = see(plant);
  assert.ok(!open.clutchLocked);
  assert.equal(open.speed, before.speed);
  near(open.shaftSpeed, before.speed / 0.8649, { what: "shaft", relative: 1e-15 });
  // Both sides still run equally fast.
  plant.change(parametersOf(DRIVING));
  const closed = see(plant);
  assert.ok(closed.clutchLocked);
  near(account(closed, "clutch"), account(before, "clutch"), { what: "loss", absolute: 1e-12 });
  near(closed.speed, before.speed, { what: "speed", relative: 1e-15 });
});

Deno.test("H3: a shaft that has been braked is caught by its chain when it is switched off", () => {
  for (const coasting of [1 / 240, 0.5]) {
    const plant = runningFor({ ...DRIVING, ...PULSED }, 5 + coasting);
    const before = see(plant);
    assert.ok(!before.clutchLocked && before.shaftSpeed < before.speed / 0.8649);
    plant.change(parametersOf(DRIVING));
    const after = see(plant);
    assert.ok(after.clutchLocked && account(after, "clutch") > account(before, "clutch"));
    assert.ok(after.speed < before.speed && after.shaftSpeed > before.shaftSpeed);
    near(after.shaftSpeed, after.speed / 0.8649, { what: "shaft", relative: 1e-15 });
    const [open, shut] = [before, after].map((seen) => residual(seen, "plantResidual"));
    near(shut, open, { what: "residual", absolute: 1e-9 });
  }
});

Deno.test("H3: a shaft that runs ahead is not caught, whatever is switched", () => {
  for (const at of [0.5, 2.5]) {
    const plant = runningFor(OVERRUNNING, at);
    const before = see(plant);
    for (const overrides of [{ ...OVERRUNNING, ...PULSED }, OVERRUNNING]) {
      plant.change(parametersOf(overrides));
      const after = see(plant);
      assert.ok(!after.clutchLocked);
      assert.deepEqual([after.speed, after.shaftSpeed], [before.speed, before.shaftSpeed]);
      assert.equal(account(after, "clutch"), 0);
    }
  }
});

Deno.test("H3: a shaft that runs ahead goes on alone, pulse after pulse", () => {
  const plant = build({ ...OVERRUNNING, ...PULSED });
  for (const at of [1.9, 2.1, 2.9, 3.1]) {
    plant.step(at - plant.time);
    const seen = see(plant);
    assert.ok(!seen.clutchLocked);
    near(seen.shaftSpeed, 1.5, { what: "shaft", relative: 1e-15 });
  }
  assert.equal(account(see(plant), "clutch"), 0);
});
