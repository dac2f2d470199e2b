import assert from "node:assert/strict";
import {
  adaptive,
  FIXED,
  type Integration,
  Plant,
  type PlantParameters,
} from "../../engine/mod.ts";
import { BARE, coupledMass, near, type Overrides, parametersOf, see } from "./rig.ts";

// One sub-step of both methods against motion in closed form.

/** Speed at the begin, m/s: so slow that no place is passed. */
const SPEED = 0.02;
const PLACE = 0.3;

/** Length of the first sub-step of a plant, s. */
const STEP = 1e-3;

/** A way for a chain to lose speed, and what is left of it after a step. */
interface Brake {
  /** What brakes a chain, of so much moving mass, kg, by about a share z in a step. */
  of(z: number, mass: number, p: PlantParameters): Overrides;
  /** Speed left, as a share; distance from where the step began, in steps at full speed. */
  left(z: number): number;
  travel(z: number): number;
}

/** Linear: v' = -z v / STEP. */
const VISCOUS: Brake = {
  of: (z, mass) => ({ "chain.viscousFriction": z / STEP * mass }),
  left: (z) => Math.exp(-z),
  travel: (z) => (1 - Math.exp(-z)) / z,
};

/** Not linear: v' = -z v^2 / (STEP SPEED), drag of all floaters. */
const DRAG: Brake = {
  of: (z, mass, p) => ({
    "floater.dragCoefficient": 2 * z * mass /
      (STEP * SPEED * p["water.density"] * p["floater.frontalArea"] * p["chain.floaterCount"]),
  }),
  left: (z) => 1 / (1 + z),
  travel: (z) => Math.log1p(z) / z,
};

function stepOnce(brake: Brake, z: number, integration: Integration) {
  const free = parametersOf({ ...BARE, "initial.speed": SPEED, "initial.position": PLACE });
  const p = { ...free, ...brake.of(z, coupledMass(free), free) };
  const plant = new Plant(p, integration);
  plant.step(STEP);
  const seen = see(plant);
  assert.deepEqual([seen.subSteps, seen.events], [1, 0]);
  return seen;
}

const undivided = adaptive(1e-3, { shortest: STEP, longest: STEP });

Deno.test("runge-kutta: a step is the polynomial of its stability, in speed and place", () => {
  for (const z of [0.001, 0.01, 0.03]) {
    const { speed, position } = stepOnce(VISCOUS, z, FIXED);
    const left = 1 - z + z ** 2 / 2 - z ** 3 / 6 + z ** 4 / 24;
    near(speed, SPEED * left, { what: `speed at ${z}`, relative: 1e-14 });
    near(position - PLACE, SPEED * STEP * (1 - left) / z, { what: "travel", absolute: 1e-15 });
  }
});

for (const [name, brake] of [["linear", VISCOUS], ["not linear", DRAG]] as const) {
  Deno.test(`verner: a step is of the sixth order, ${name}`, () => {
    const off = (z: number) => {
      const { speed, position } = stepOnce(brake, z, undivided);
      return [
        Math.abs(speed / SPEED - brake.left(z)),
        Math.abs((position - PLACE) / (SPEED * STEP) - brake.travel(z)) * z,
      ];
    };
    const whole = off(0.4);
    off(0.2).forEach((half, i) => assert.ok(half < whole[i] / 2 ** 7, `${half} of ${whole[i]}`));
    assert.ok(Math.max(...whole) < 2e-6, `${whole}`);
  });

  Deno.test(`verner: the estimated error is one of the fifth order, and no less, ${name}`, () => {
    const estimated = (z: number) => stepOnce(brake, z, undivided).health.estimatedError;
    near(estimated(0.1) / estimated(0.05), 2 ** 6, { what: "halved", relative: 0.1 });
    const off = Math.abs(stepOnce(brake, 0.2, undivided).speed / SPEED - brake.left(0.2));
    assert.ok(estimated(0.2) > off && estimated(0.2) < 2e-7, `${estimated(0.2)}, ${off}`);
  });
}
