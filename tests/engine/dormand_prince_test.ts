import assert from "node:assert/strict";
import { adaptive, FIXED, type Integration, Plant } from "../../engine/mod.ts";
import { BARE, coupledMass, near, parametersOf, see } from "./rig.ts";

// One sub-step against the stability functions of both methods: what a step makes of y' = z y / h.
// Hairer, Norsett, Wanner: Solving Ordinary Differential Equations I and II.

/** Speed at the begin, m/s: so slow that no place is passed. */
const SPEED = 0.02;
const PLACE = 0.3;

/** Length of the first sub-step of a plant, s. */
const STEP = 1e-3;

/** A chain that viscous friction alone brakes, by a share z in a step. */
function braked(z: number) {
  const p = parametersOf({ ...BARE, "initial.speed": SPEED, "initial.position": PLACE });
  return { ...p, "chain.viscousFriction": z / STEP * coupledMass(p) };
}

function stepOnce(z: number, integration: Integration) {
  const plant = new Plant(braked(z), integration);
  plant.step(STEP);
  const seen = see(plant);
  assert.deepEqual([seen.subSteps, seen.events], [1, 0]);
  return seen;
}

const undivided = adaptive(1e-3, { shortest: STEP, longest: STEP });

const series = (z: number, coefficients: readonly number[]) =>
  coefficients.reduceRight((sum, coefficient) => sum * z + coefficient, 0);

const FIFTH = [1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 600];
const EMBEDDED = [1, 1, 1 / 2, 1 / 6, 1 / 24, 1097 / 120_000, 161 / 120_000, 1 / 24_000];
const CLASSICAL = [1, 1, 1 / 2, 1 / 6, 1 / 24];

for (
  const [name, integration, polynomial, shares] of [
    ["dormand-prince", undivided, FIFTH, [0.01, 0.2, 0.5]],
    ["runge-kutta", FIXED, CLASSICAL, [0.001, 0.01, 0.03]],
  ] as const
) {
  Deno.test(`${name}: a step is the polynomial of its stability, in speed and place`, () => {
    for (const z of shares) {
      const { speed, position } = stepOnce(z, integration);
      const left = series(-z, polynomial);
      near(speed, SPEED * left, { what: `speed at ${z}`, relative: 1e-14 });
      near(position - PLACE, SPEED * STEP * (1 - left) / z, { what: "travel", absolute: 1e-15 });
    }
  });
}

Deno.test("dormand-prince: the estimated error is the distance to the method in it", () => {
  const distance = (z: number) =>
    Math.abs(series(z, FIFTH) - series(z, EMBEDDED)) / series(z, FIFTH);
  const estimated = (z: number) => stepOnce(z, undivided).health.estimatedError;
  for (const [one, other] of [[0.5, 0.25], [0.5, 0.1]]) {
    near(estimated(one) / estimated(other), distance(-one) / distance(-other), {
      what: `errors at ${one} and ${other}`,
      relative: 1e-6,
    });
  }
});
