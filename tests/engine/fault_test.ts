import assert from "node:assert/strict";
import { PlantFault } from "../../engine/mod.ts";
import { build, fingerprint, LIVE_STEP, near, parametersOf, run, see } from "./rig.ts";

// A plant that cannot go on says so and stays as it last was.

/** A force that no number can hold the consequences of. */
const BREAKING = parametersOf({ "chain.externalForce": 1e300 });

Deno.test("fault: a state that is not finite names itself and its time", () => {
  const plant = build();
  run(plant, 2);
  plant.change(BREAKING);
  assert.throws(() => plant.step(LIVE_STEP), (error) => {
    assert.ok(error instanceof PlantFault && error instanceof Error);
    assert.equal(error.name, "PlantFault");
    assert.equal(error.quantity, "chain.speed");
    assert.equal(error.time, 2);
    assert.equal(
      error.message,
      "Cannot go on as chain.speed must be finite: it is not at 2.000000 s",
    );
    return true;
  });
});

Deno.test("fault: the last good state remains, and the plant goes on from it when it can", () => {
  const plant = build();
  const twin = build();
  run(plant, 2);
  run(twin, 2);
  plant.change(BREAKING);
  const good = fingerprint(see(plant));
  for (let i = 0; i < 3; i++) assert.throws(() => plant.step(LIVE_STEP), PlantFault);
  const seen = see(plant);
  assert.equal(fingerprint(seen), good);
  assert.ok([...seen.accounts, ...seen.stored, seen.speed].every(Number.isFinite));
  plant.change(parametersOf());
  const [after, never] = [run(plant, 3), run(twin, 3)];
  // Looked back at through one more row, made by the change: equal, but not to the last bit.
  near(after.runningEfficiency, never.runningEfficiency, { what: "running", relative: 1e-7 });
  after.runningEfficiency = never.runningEfficiency;
  assert.equal(fingerprint(after), fingerprint(never));
});

Deno.test("fault: looking ahead faults alike and leaves the plant alone", () => {
  const plant = build();
  run(plant, 2);
  plant.change(BREAKING);
  const good = fingerprint(see(plant));
  assert.throws(() => plant.observeAhead(LIVE_STEP, see(plant)), PlantFault);
  assert.equal(fingerprint(see(plant)), good);
});

Deno.test("fault: what is wrong with the air is told from what is wrong with the chain", () => {
  const quantityOf = (overrides: Parameters<typeof build>[0]) => {
    const plant = build({ "chain.coulombFriction": 1e9, ...overrides });
    try {
      for (let i = 0; i < 240; i++) plant.step(LIVE_STEP);
    } catch (error) {
      assert.ok(error instanceof PlantFault, String(error));
      return error.quantity;
    }
    return "none";
  };
  assert.equal(quantityOf({}), "none");
  assert.match(quantityOf({ "injector.conductance": 1e308 }), /^(air\.mass|receiver\.pressure)$/);
  assert.equal(
    quantityOf({
      "drivetrain.clutch": "overrunning",
      "initial.shaftSpeed": 1e200,
      "generator.windage": 1e200,
      "generator.gain": 0,
    }),
    "shaft.speed",
  );
});

Deno.test("fault: a step that would have to be divided without end is not begun", () => {
  const plant = build({ "initial.speed": 1, "generator.cutInSpeed": 0 });
  run(plant, 1);
  // So stiff a shaft that a step would be divided into some 1e12.
  plant.change({ ...plant.parameters, "generator.gain": 1e15, "generator.torqueLimit": 1e300 });
  assert.throws(() => plant.step(LIVE_STEP), (error) => {
    assert.ok(error instanceof PlantFault);
    assert.equal(error.quantity, "the number of sub-steps in one step");
    assert.match(error.message, /must be at most \d+: it is not at 1\.000000 s$/);
    assert.equal(error.time, 1);
    return true;
  });
});
