import assert from "node:assert/strict";
import fc from "fast-check";
import { type Observation, Plant, type PlantParameters } from "../../engine/mod.ts";
import { softPlants } from "./random_plants.ts";
import { account, build, floater, FRICTIONLESS, run } from "./rig.ts";

// The order of the method: halving the step divides the error by 16. PHYSICS.md section 9.

const SECONDS = 30;
const COARSE = 1 / 64;

/** States and accounts at the end, each in parts of its own scale. */
function endOf(seen: Observation): number[] {
  const floaters = Array.from({ length: seen.floaterCount }, (_, i) => {
    const { mass, enthalpy } = floater(seen, i);
    return [mass / 0.2, enthalpy / 6e4];
  });
  return [
    seen.position / 20,
    seen.speed,
    seen.shaftSpeed,
    seen.receiverPressure / 8e5,
    ...floaters.flat(),
    ...[...seen.accounts].map((value) => value / seen.energyTurnedOver),
  ];
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, i) => value - b[i]));
}

/** log2 of how much closer the end comes when the step is halved, twice in a row. */
function slopes(ends: readonly number[][]): number[] {
  const gaps = ends.slice(1).map((end, i) => distance(end, ends[i]));
  return gaps.slice(1).map((gap, i) => Math.log2(gaps[i] / gap));
}

/** What is seen at the end in steps of 1/64, 1/128, 1/256 and 1/512 s. */
function halved(parameters: PlantParameters): Observation[] {
  return [1, 2, 4, 8].map((parts) => run(new Plant(parameters), SECONDS, COARSE / parts));
}

for (const [i, parameters] of fc.sample(softPlants, { seed: 5, numRuns: 10 }).entries()) {
  Deno.test(`convergence: plant ${i + 1} of 10 is of fourth order, events included`, () => {
    const runs = halved(parameters);
    for (const [k, seen] of runs.entries()) {
      assert.equal(seen.events, runs[0].events, "every step size meets the same events");
      // A step is divided at events and nowhere else, so that all sub-steps are halved.
      assert.ok(seen.subSteps <= SECONDS / COARSE * 2 ** k + seen.events, "no step is divided");
    }
    const [{ fills }] = runs;
    assert.ok(fills > 0 && account(runs[0], "airVented") > 0 && runs[0].events > 20);
    for (const slope of slopes(runs.map(endOf))) {
      assert.ok(slope >= 3.8 && slope <= 4.2, `slope ${slope}`);
    }
  });
}

Deno.test("convergence: a step that goes past an event is cut there, however long it is", () => {
  // Travel at constant speed: places are met at known times, in one step as in a thousand.
  const overrides = {
    ...FRICTIONLESS,
    "floater.sealed": true,
    "floater.sealedMass": 0,
    "floater.shellDensity": 1000,
    "initial.speed": 1,
  };
  const coarse = run(build(overrides), 24, 24);
  const fine = run(build(overrides), 24, 0.024);
  assert.equal(coarse.events, fine.events);
  assert.equal(coarse.lap.count, 1);
  assert.ok(Math.abs(coarse.lap.time - fine.lap.time) < 1e-12);
  assert.ok(Math.abs(coarse.position - 24) < 1e-12);
});
