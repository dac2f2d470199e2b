import assert from "node:assert/strict";
import fc from "fast-check";
import { adaptive, Plant, PlantFault, PRESETS } from "../../engine/mod.ts";
import { createModel } from "../../engine/model.ts";
import { readSnapshot, takeSnapshot } from "../../engine/snapshot.ts";
import { type PlantState, Y } from "../../engine/state.ts";

const PARAMETERS = PRESETS["kpp-01"].parameters;
const DT = 1 / 240;

function advance(plant: Plant, steps: number): void {
  for (let i = 0; i < steps; i++) plant.step(DT);
}

Deno.test("mark: going back is bit for bit, as often as wanted, and so is going on", () => {
  fc.assert(
    fc.property(
      fc.nat(3000),
      fc.nat(600),
      fc.boolean(),
      (before, after, isAdaptive) => {
        const plant = new Plant(PARAMETERS, isAdaptive ? adaptive(1e-6) : undefined);
        advance(plant, before);
        plant.mark();
        const marked = plant.hash();
        advance(plant, after);
        const reached = plant.hash();
        for (let round = 0; round < 2; round++) {
          plant.goBack();
          assert.equal(plant.hash(), marked);
          advance(plant, after);
          assert.equal(plant.hash(), reached);
        }
      },
    ),
    { seed: 8, numRuns: 12, endOnFailure: true },
  );
});

Deno.test("mark: a change of parameters is remembered, and so is a new start", () => {
  const plant = new Plant(PARAMETERS);
  advance(plant, 500);
  plant.mark();
  advance(plant, 100);
  plant.change({ ...PARAMETERS, "water.depth": PARAMETERS["water.depth"] + 1 });
  const changed = plant.hash();
  advance(plant, 100);
  plant.goBack();
  assert.equal(plant.hash(), changed);
  assert.equal(plant.parameters["water.depth"], PARAMETERS["water.depth"] + 1);
  plant.reset();
  const begun = plant.hash();
  advance(plant, 100);
  plant.goBack();
  assert.equal(plant.hash(), begun);
});

Deno.test("mark: a change in a state that no plant can be in is done again", () => {
  const plant = new Plant(PARAMETERS);
  advance(plant, 500);
  plant.mark();
  const model = createModel(PARAMETERS);
  const state = readSnapshot(model, plant.snapshot());
  state.mass[0] = -1;
  plant.restore(takeSnapshot(model, state));
  plant.change({ ...PARAMETERS, "water.depth": PARAMETERS["water.depth"] + 1 });
  assert.throws(() => plant.check(), PlantFault);
  plant.goBack();
  plant.check();
  assert.equal(plant.parameters["water.depth"], PARAMETERS["water.depth"] + 1);
});

Deno.test("mark: without one there is nothing to go back to", () => {
  const plant = new Plant(PARAMETERS);
  plant.change({ ...PARAMETERS, "water.depth": PARAMETERS["water.depth"] + 1 });
  plant.reset();
  const before = plant.hash();
  assert.throws(() => plant.goBack(), {
    name: "RangeError",
    message: "Cannot go back as a moment must have been marked: none was",
  });
  assert.equal(plant.hash(), before);
});

Deno.test("check: a state that no plant can be in is a fault, any other is not", () => {
  const spoilt = (spoil: (state: PlantState) => void) => {
    const plant = new Plant(PARAMETERS);
    advance(plant, 2400);
    plant.check();
    const model = createModel(PARAMETERS);
    const state = readSnapshot(model, plant.snapshot());
    spoil(state);
    plant.restore(takeSnapshot(model, state));
    return () => plant.check();
  };
  assert.throws(spoilt(({ y }) => y[Y.shaft] = NaN), PlantFault);
  assert.throws(spoilt(({ accounts }) => accounts[3] = Infinity), PlantFault);
  assert.throws(spoilt(({ mass }) => mass[0] = -1), /air\.mass must be 0 kg or more/);
  assert.throws(spoilt(({ y }) => y[Y.receiver] = 0), /air\.mass/);
  assert.doesNotThrow(spoilt(({ mass }) => mass[0] = 0));
});
