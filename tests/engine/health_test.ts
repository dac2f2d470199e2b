import assert from "node:assert/strict";
import fc from "fast-check";
import {
  ACCOUNT,
  adaptive,
  BOUNDARIES,
  FIXED,
  type HealthObservation,
  type Integration,
  Observation,
  Plant,
  PlantFault,
  type PlantParameters,
  PRESETS,
  STEP_CHECKS,
} from "../../engine/mod.ts";
import { storedNow } from "../../engine/balance.ts";
import { destroyedExergy, energyTurnedOver } from "../../engine/balance.ts";
import { Machine } from "../../engine/machine.ts";
import { createModel } from "../../engine/model.ts";
import { observe } from "../../engine/observe.ts";
import { copyState, Y } from "../../engine/state.ts";
import { createMachine } from "../../engine/start.ts";
import { readSnapshot, takeSnapshot } from "../../engine/snapshot.ts";
import { Stepper } from "../../engine/step.ts";
import { softPlants } from "./random_plants.ts";
import { EVENT } from "../../engine/events.ts";

// Each sign of ill health is raised by a defect put in on purpose, and by nothing else here.

const KPP_01: PlantParameters = PRESETS["kpp-01"].parameters;
const STEP = 1 / 240;

function seen(plant: Plant): Observation {
  const observation = new Observation();
  plant.observe(observation);
  return observation;
}

/** A healthy machine after `seconds`, to be spoilt. */
function healthyMachine(
  seconds: number,
  integration: Integration = FIXED,
): { machine: Machine; stepper: Stepper } {
  const plant = new Plant(KPP_01);
  for (let i = 0; i < seconds * 240; i++) plant.step(STEP);
  const model = createModel(KPP_01);
  const machine = createMachine(model);
  copyState(readSnapshot(model, plant.snapshot()), machine.state);
  machine.refresh();
  return { machine, stepper: new Stepper(machine, integration) };
}

function spoil(
  change: (machine: Machine) => void,
  integration: Integration = FIXED,
): HealthObservation {
  const { machine, stepper } = healthyMachine(20, integration);
  change(machine);
  machine.refresh();
  stepper.step(STEP);
  const out = new Observation();
  observe(machine, out);
  return out.health;
}

Deno.test("health: a sound run shows none of it", () => {
  for (const method of [FIXED, adaptive(1e-8)]) {
    const plant = new Plant(KPP_01, method);
    for (let i = 0; i < 60 * 60; i++) plant.step(1 / 60);
    const { health, energyTurnedOver } = seen(plant);
    assert.ok(health.defect < 1e-9 * energyTurnedOver, `defect ${health.defect} J`);
    assert.ok(health.airBalance < 1e-13);
    assert.ok(health.overfill < 0.05);
    assert.ok(health.chatter <= 2);
    assert.equal(health.collapsed, 0);
    assert.equal(health.overUnity, false);
    assert.equal(health.failedSteps, 0);
    assert.equal(health.failedCheck, NaN);
  }
});

Deno.test("health: the estimated error is no data unless it is estimated", () => {
  const run = (method: Integration) => {
    const plant = new Plant(KPP_01, method);
    for (let i = 0; i < 200; i++) plant.step(1 / 20);
    return seen(plant).health;
  };
  assert.ok(Number.isNaN(run(FIXED).estimatedError));
  const loose = run(adaptive(1e-5));
  const tight = run(adaptive(1e-9));
  assert.ok(tight.estimatedError > 0 && tight.estimatedError < 1e-2 * loose.estimatedError);
  assert.ok(tight.rejected > loose.rejected);
});

Deno.test("health: energy from nowhere is a defect of the step it comes in", () => {
  const { defect } = spoil(({ state }) => state.accounts[ACCOUNT.drag] += 5);
  assert.ok(Math.abs(defect - 5) < 1e-6, `${defect} J`);
});

Deno.test("health: air from nowhere is not explained", () => {
  const { airBalance } = spoil(({ state }) => state.mass[5] += 1e-3);
  assert.ok(Math.abs(airBalance - 1e-3) < 1e-12, `${airBalance} kg`);
});

Deno.test("health: a floater that holds more than it can", () => {
  const { overfill } = spoil(({ state }) => state.enthalpy[5] *= 3);
  assert.ok(overfill > 0.5, `${overfill}`);
});

Deno.test("health: more out than in", () => {
  const sound = spoil(() => {});
  assert.equal(sound.overUnity, false);
  const { overUnity } = spoil(({ state }) => state.accounts[ACCOUNT.generatorElectric] += 1e9);
  assert.equal(overUnity, true);
});

Deno.test("health: more out than in counts from a billionth of what was turned over", () => {
  const over = (parts: number) => {
    const { machine } = healthyMachine(20);
    const { accounts } = machine.state;
    const turned = energyTurnedOver(accounts);
    accounts[ACCOUNT.generatorElectric] += destroyedExergy(machine) + parts * turned;
    const out = new Observation();
    observe(machine, out);
    return out.health.overUnity;
  };
  assert.equal(over(0.5e-9), false);
  assert.equal(over(2e-9), true);
  assert.equal(seen(new Plant(KPP_01)).health.overUnity, false);
});

Deno.test("health: a state that is not finite stops the plant and is named", () => {
  const { machine, stepper } = healthyMachine(20);
  machine.state.y[Y.receiver] = NaN;
  machine.refresh();
  assert.throws(() => stepper.step(STEP), (error) => {
    assert.ok(error instanceof PlantFault);
    assert.equal(error.quantity, "receiver.pressure");
    return true;
  });
});

Deno.test("health: a boundary passed again and again is counted and named", () => {
  const plant = new Plant({
    ...KPP_01,
    "receiver.volume": 1e-3,
    "receiver.cutIn": 7.99e5,
    "compressor.freeAirDelivery": 1,
    "chain.coulombFriction": 1e9,
  });
  for (let i = 0; i < 240; i++) plant.step(STEP);
  const { health } = seen(plant);
  assert.ok(health.chatter > 10, `${health.chatter} times`);
  assert.equal(BOUNDARIES[health.chatterEvent], "compressor");
});

Deno.test("health: steps that cannot become short enough are counted", () => {
  const shortest = 1 / 120;
  const plant = new Plant(KPP_01, adaptive(1e-12, { shortest, longest: shortest }));
  for (let i = 0; i < 600; i++) plant.step(shortest);
  assert.ok(seen(plant).health.collapsed > 0);
});

type Check = (typeof STEP_CHECKS)[number];

/** Changes a state so that the books know of it. */
function booked(machine: Machine, change: (machine: Machine) => void): void {
  const { storedReference } = machine.state;
  const stored = new Float64Array(storedReference.length);
  storedNow(machine, stored);
  stored.forEach((value, row) => storedReference[row] -= value);
  change(machine);
  machine.refresh();
  storedNow(machine, stored);
  stored.forEach((value, row) => storedReference[row] += value);
}

/** One way to fail each check of a step, that no check before it sees. */
const FAILURES: Readonly<Record<Check, (machine: Machine) => void>> = {
  finite: ({ state }) => state.accounts[ACCOUNT.drag] = NaN,
  defect: ({ state }) => state.accounts[ACCOUNT.drag] += 1e-2,
  air: ({ state }) => state.accounts[ACCOUNT.airVented] += 1e-6,
  capacity: (machine) => booked(machine, ({ state }) => state.enthalpy[5] *= 3),
  // A floater on its way up owes a gram of air.
  mass: (machine) => booked(machine, ({ state }) => state.mass[state.airEnd - 1] = -1e-3),
};

for (const [number, check] of STEP_CHECKS.entries()) {
  Deno.test(`health: under error control a step that fails a check is counted: ${check}`, () => {
    const failed = spoil(FAILURES[check], adaptive(1e-8));
    assert.equal(failed.failedSteps, 1);
    assert.equal(failed.failedCheck, number, STEP_CHECKS[failed.failedCheck]);
    assert.equal(spoil(FAILURES[check]).failedSteps, 0, "and nowhere else");
  });
}

Deno.test("health: failed steps go on being counted, and a new run forgets them", () => {
  const plant = new Plant(KPP_01, adaptive(1e-8));
  plant.step(STEP);
  const model = createModel(KPP_01);
  const state = readSnapshot(model, plant.snapshot());
  state.accounts[ACCOUNT.drag] += 1;
  plant.restore(takeSnapshot(model, state));
  for (let i = 0; i < 100; i++) plant.step(STEP);
  assert.equal(seen(plant).health.failedSteps, 1, "only the step that failed");
  plant.reset();
  plant.step(STEP);
  assert.equal(seen(plant).health.failedSteps, 0);
});

Deno.test("health: no step of any plant fails a check", () => {
  fc.assert(
    fc.property(softPlants, (parameters) => {
      const plant = new Plant(parameters, adaptive(1e-8));
      for (let i = 0; i < 60 * 20; i++) plant.step(1 / 60);
      const { failedSteps, failedCheck } = seen(plant).health;
      assert.equal(failedSteps, 0, STEP_CHECKS[failedCheck]);
    }),
    { seed: 20261121, numRuns: 30, endOnFailure: true },
  );
});

Deno.test("boundaries are named in the order of their numbers", () => {
  assert.deepEqual(BOUNDARIES.map((name) => EVENT[name]), BOUNDARIES.map((_, index) => index));
  assert.equal(Object.keys(EVENT).length, BOUNDARIES.length);
});
