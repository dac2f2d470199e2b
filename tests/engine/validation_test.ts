import assert from "node:assert/strict";
import { energyTurnedOver } from "../../engine/balance.ts";
import { ACCOUNT, PlantFault, STEP_CHECKS } from "../../engine/mod.ts";
import { Machine } from "../../engine/machine.ts";
import { createModel } from "../../engine/model.ts";
import { readSnapshot } from "../../engine/snapshot.ts";
import { Y } from "../../engine/state.ts";
import { checkState, isPossible, validateStep } from "../../engine/validation.ts";
import { build, parametersOf, run } from "./rig.ts";

// The state of a plant under way, spoilt in one place at a time.

const SNAPSHOT = (() => {
  const plant = build();
  run(plant, 10);
  return plant.snapshot();
})();

/** kpp-01 after 10 s, with something changed. */
function machineWith(change: (machine: Machine) => void = () => {}): Machine {
  const model = createModel(parametersOf());
  const machine = new Machine(model, readSnapshot(model, SNAPSHOT));
  machine.refresh();
  machine.defect = 0;
  validateStep(machine);
  assert.equal(machine.state.failedSteps, 0);
  change(machine);
  return machine;
}

/** The last slot with air, which has some. */
const lastOf = ({ state }: Machine) => state.airEnd - 1;

/** States that no plant can be in, and what is said of them. */
const IMPOSSIBLE: readonly [message: RegExp, spoil: (machine: Machine) => void][] = [
  [/every state and account must be finite/, ({ state }) => state.y[Y.speed] = NaN],
  [/every state and account must be finite/, ({ state }) => state.y[state.y.length - 1] = Infinity],
  [/every state and account must be finite/, ({ state }) => state.accounts[0] = -Infinity],
  [/every state and account must be finite/, ({ state }) => state.accounts[28] = NaN],
  [/air\.mass must be 0 kg or more everywhere/, ({ state }) => state.mass[0] = -2e-12],
  [/air\.mass must be 0 kg/, (machine) => machine.state.mass[lastOf(machine)] = -1e-3],
  [/air\.mass must be 0 kg/, ({ state }) => state.enthalpy[0] = -2e-6],
  [/air\.mass must be 0 kg/, (machine) => machine.state.enthalpy[lastOf(machine)] = -1],
  [/air\.mass must be 0 kg/, ({ state }) => state.y[Y.receiver] = 0],
  [/air\.mass must be 0 kg/, ({ state }) => state.y[Y.receiver] = -1],
];

for (const [i, [message, spoil]] of IMPOSSIBLE.entries()) {
  Deno.test(`validation: no plant can be in a state like this: ${message.source}, ${i}`, () => {
    const machine = machineWith(spoil);
    assert.throws(() => checkState(machine), (error) => {
      assert.ok(error instanceof PlantFault);
      assert.match(error.message, message);
      assert.equal(error.time, machine.state.time);
      return true;
    });
    assert.equal(isPossible(machine), false);
  });
}

Deno.test("validation: a plant under way is possible, rounding and all", () => {
  const rounded = machineWith(({ state }) => {
    state.mass[0] = -1e-12;
    state.enthalpy[0] = -1e-6;
    // Beyond the slots with air nothing is looked at.
    state.mass[state.airEnd] = -1;
    state.enthalpy[state.airEnd] = -1;
  });
  for (const machine of [machineWith(), rounded]) {
    checkState(machine);
    assert.equal(isPossible(machine), true);
  }
});

/** The check that a step fails, and how large its change of unexplained air is. */
function failing(spoil: (machine: Machine) => void) {
  const machine = machineWith(spoil);
  validateStep(machine);
  const { failedSteps, failedCheck } = machine.state;
  return {
    check: failedSteps > 0 ? STEP_CHECKS[failedCheck] : "none",
    failedSteps,
    airDefect: machine.airDefect,
  };
}

Deno.test("validation: a step's residual may change by 1e-9 of energy turned over", () => {
  const limit = 1e-9 * energyTurnedOver(machineWith().state.accounts);
  assert.equal(failing((machine) => machine.defect = 0.999 * limit).check, "none");
  assert.equal(failing((machine) => machine.defect = 1.001 * limit).check, "defect");
});

Deno.test("validation: a microgram of air must be explained, whatever was not before", () => {
  const vent = (kg: number) => ({ state }: Machine) => state.accounts[ACCOUNT.airVented] += kg;
  assert.equal(failing(vent(0.9e-9)).check, "none");
  assert.equal(failing(vent(1.1e-9)).check, "air");
  assert.equal(failing(vent(-1.1e-9)).check, "air");
  const twice = machineWith(vent(1));
  validateStep(twice);
  assert.equal(twice.state.failedSteps, 1);
  assert.ok(Math.abs(twice.airDefect - 1) < 1e-9);
  // What is missing already is not missing anew.
  validateStep(twice);
  assert.equal(twice.state.failedSteps, 1);
  assert.ok(twice.airDefect < 1e-12);
});

Deno.test("validation: half a floater above capacity is too much", () => {
  const swell = (volumes: number) => ({ model, rates }: Machine) =>
    rates.volume[0] = (1 + volumes) * model.volume;
  assert.equal(failing(swell(0.499)).check, "none");
  assert.equal(failing(swell(0.501)).check, "capacity");
});

Deno.test("validation: of several failures the first in the order of checks is told", () => {
  const all: [check: string, spoil: (machine: Machine) => void][] = [
    ["mass", ({ state }) => state.enthalpy[0] = -1],
    ["capacity", ({ rates, model }) => rates.volume[0] = 9 * model.volume],
    ["air", ({ state }) => state.accounts[ACCOUNT.airVented] += 1],
    ["defect", (machine) => machine.defect = 1e9],
    ["finite", ({ state }) => state.accounts[ACCOUNT.drag] = NaN],
  ];
  all.forEach(([check], i) => {
    const found = failing((machine) => {
      for (const [, spoil] of all.slice(0, i + 1)) spoil(machine);
    });
    assert.deepEqual([found.check, found.failedSteps], [check, 1]);
  });
});
