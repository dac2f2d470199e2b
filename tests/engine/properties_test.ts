import assert from "node:assert/strict";
import fc from "fast-check";
import { Observation, Plant } from "../../engine/mod.ts";
import { changes, plants } from "./random_plants.ts";
import { LIVE_STEP, type Overrides, residual } from "./rig.ts";

// What holds for every plant and every history of changes. PHYSICS.md sections 7 and 9.

/** A stretch of a run: what is changed before it, if anything, and how many steps it has. */
interface Stretch {
  readonly change: Overrides | null;
  readonly steps: number;
}

const stretches: fc.Arbitrary<Stretch[]> = fc.array(
  fc.record({
    change: fc.option(changes, { nil: null }),
    steps: fc.integer({ min: 1, max: 400 }),
  }),
  { minLength: 1, maxLength: 6 },
);

/** Runs through the stretches and shows what is seen after every tenth step and every change. */
function live(plant: Plant, history: readonly Stretch[], look: (seen: Observation) => void): void {
  const seen = new Observation();
  const observe = () => {
    plant.observe(seen);
    look(seen);
  };
  observe();
  for (const { change, steps } of history) {
    if (change !== null) {
      try {
        plant.change({ ...plant.parameters, ...change });
      } catch (error) {
        // Values that no plant can have together are refused; the run goes on as it was.
        assert.ok(error instanceof RangeError, String(error));
      }
      observe();
    }
    for (let i = 1; i <= steps; i++) {
      plant.step(LIVE_STEP);
      if (i % 10 === 0) observe();
    }
  }
  observe();
}

// Shrinking a run of minutes would take hours: the first failure, by its path, is enough.
const RUNS = { seed: 20260918, numRuns: 400, endOnFailure: true };

Deno.test("properties: the ledger closes and air is conserved whatever is changed", () => {
  fc.assert(
    fc.property(plants, stretches, (parameters, history) => {
      live(new Plant(parameters), history, (seen) => {
        // A shaft that is jolted swings in with sub-steps of z = 1/25 of its decay time, and
        // Runge-Kutta loses z^4 / 60 = 4e-8 of what decays. Calm runs are in residuals_test.ts.
        assert.ok(seen.relativeResidual <= 1e-7, `residual ${seen.relativeResidual}`);
        const air = Math.abs(residual(seen, "massResidual"));
        assert.ok(air <= 1e-12, `mass residual ${air} kg`);
      });
    }),
    RUNS,
  );
});

Deno.test("properties: destroyed exergy never decreases and no energy comes from nowhere", () => {
  fc.assert(
    fc.property(plants, stretches, (parameters, history) => {
      let highest = 0;
      live(new Plant(parameters), history, (seen) => {
        // What is held, up to 1e7 J, is rounded to 1e-16 of itself.
        const held = seen.stored.reduce((sum, stored) => sum + Math.abs(stored), 0);
        const allowed = 1e-9 * seen.energyTurnedOver + 1e-15 * held;
        assert.ok(
          seen.exergyDestroyed >= highest - allowed,
          `${seen.exergyDestroyed} after ${highest} at ${seen.time}`,
        );
        assert.ok(!seen.energyViolation);
        highest = Math.max(highest, seen.exergyDestroyed);
      });
    }),
    RUNS,
  );
});

Deno.test("properties: the chain never runs backwards, and is stuck only at rest", () => {
  fc.assert(
    fc.property(plants, stretches, (parameters, history) => {
      let position = 0;
      live(new Plant(parameters), history, (seen) => {
        assert.ok(seen.speed >= 0, `speed ${seen.speed} at ${seen.time}`);
        // The place where it comes to rest is located to less than 1e-12 m.
        const back = position - seen.position;
        assert.ok(back <= 1e-12, `${back} m backwards at ${seen.time}`);
        assert.ok(
          !seen.stuck || (seen.speed === 0 && seen.acceleration === 0),
          "moves though stuck",
        );
        assert.ok(seen.airMass >= 0 && seen.airEnthalpy >= 0 && seen.airVolume >= 0);
        position = seen.position;
      });
    }),
    RUNS,
  );
});
