import assert from "node:assert/strict";
import { adaptive, FIXED, Plant, PlantFault, SOUND } from "../../engine/mod.ts";
import { createModel } from "../../engine/model.ts";
import { readSnapshot, takeSnapshot } from "../../engine/snapshot.ts";
import { build, fingerprint, LIVE_STEP, parametersOf, run, see } from "./rig.ts";

// The plant as others hold it: what is kept across its changes, and what is taken back.

const PARAMETERS = parametersOf();
const DEEPER = parametersOf({ "water.depth": 10 });

/** A plant that runs, with a floater in a state of spilling that no event can end. */
function withoutRest(): Plant {
  const plant = build();
  run(plant, 10);
  const model = createModel(PARAMETERS);
  const state = readSnapshot(model, plant.snapshot());
  state.spilling[0] = 2;
  plant.restore(takeSnapshot(model, state));
  return plant;
}

Deno.test("plant: another method of integration goes on from the same state", () => {
  const plant = build();
  assert.equal(plant.integration, FIXED);
  run(plant, 2);
  const begun = plant.snapshot();
  for (const integration of [adaptive(1e-6), adaptive(1e-9), FIXED]) {
    plant.restore(begun);
    plant.integration = integration;
    assert.equal(plant.integration, integration);
    const always = new Plant(PARAMETERS, integration);
    always.restore(begun);
    assert.equal(fingerprint(run(plant, 1)), fingerprint(run(always, 1)));
  }
});

Deno.test("plant: what is seen ahead follows a change of method", () => {
  const plant = build();
  run(plant, 2);
  const ahead = see(plant);
  for (const integration of [FIXED, adaptive(1e-6), FIXED]) {
    plant.integration = integration;
    plant.observeAhead(0.05, ahead);
    plant.step(0.05);
    assert.equal(fingerprint(ahead), fingerprint(see(plant)));
  }
});

Deno.test("plant: a probe is told of every event, and of those after a change", () => {
  const plant = build();
  let begun = 0;
  let ended = 0;
  plant.probe = { begin: () => begun += 1, end: () => ended += 1 };
  for (const parameters of [PARAMETERS, DEEPER]) {
    plant.change(parameters);
    const before = see(plant).events - begun;
    const after = run(plant, 10).events - begun;
    assert.ok(begun > 20);
    assert.deepEqual([after, ended], [before, begun]);
  }
  plant.probe = undefined;
  const told = begun;
  run(plant, 5);
  assert.equal(begun, told);
});

Deno.test("plant: what is restored is seen at once, and so is what is gone back to", () => {
  const plant = build();
  run(plant, 7);
  const [seen, snapshot] = [fingerprint(see(plant)), plant.snapshot()];
  plant.mark();
  run(plant, 3);
  plant.restore(snapshot);
  assert.equal(fingerprint(see(plant)), seen);
  run(plant, 3);
  plant.goBack();
  assert.equal(fingerprint(see(plant)), seen);
});

Deno.test("plant: a step is of a positive and finite time", () => {
  const plant = build();
  const before = plant.hash();
  for (const dt of [0, -LIVE_STEP, NaN, Infinity]) {
    assert.throws(() => plant.step(dt), {
      name: "RangeError",
      message: `Cannot step as dt must be greater than 0 s: current value is ${dt} s`,
    });
  }
  assert.equal(plant.hash(), before);
});

Deno.test("plant: a change that it cannot go on with leaves it as it was, to the bit", () => {
  const plant = withoutRest();
  plant.mark();
  const [before, seen] = [plant.hash(), fingerprint(see(plant))];
  const { parameters } = plant;
  const tries = [() => plant.change(DEEPER), () => plant.impair({ ...SOUND, receiverLeak: 0.1 })];
  for (const attempt of tries) {
    assert.throws(attempt, (error) => {
      assert.ok(error instanceof PlantFault);
      assert.equal(error.quantity, "the number of events in one step");
      return true;
    });
    assert.equal(plant.hash(), before);
    assert.equal(plant.parameters, parameters);
    assert.equal(plant.impairments, SOUND);
    assert.equal(fingerprint(see(plant)), seen);
  }
});

Deno.test("plant: what was broken in a state that no plant can be in is broken again", () => {
  const plant = build();
  run(plant, 2);
  plant.mark();
  const marked = plant.hash();
  const model = createModel(PARAMETERS);
  const state = readSnapshot(model, plant.snapshot());
  state.mass[0] = -1;
  plant.restore(takeSnapshot(model, state));
  const broken = { ...SOUND, receiverLeak: 0.1 };
  plant.impair(broken);
  plant.goBack();
  plant.check();
  assert.equal(plant.impairments, broken);
  const other = new Plant(PARAMETERS);
  run(other, 2);
  assert.equal(other.hash(), marked);
  other.impair(broken);
  assert.equal(fingerprint(run(plant, 1)), fingerprint(run(other, 1)));
});
