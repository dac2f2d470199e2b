import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type AccountName,
  ACCOUNTS,
  adaptive,
  FIXED,
  Observation,
  Plant,
  type PlantParameters,
} from "../../engine/mod.ts";
import { changes, plants } from "./random_plants.ts";
import { account, LIVE_STEP, type Overrides, residual, stored } from "./rig.ts";

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

/** Makes a change, if the plant can take it. */
function apply(plant: Plant, change: Overrides | null): void {
  if (change === null) return;
  try {
    plant.change({ ...plant.parameters, ...change });
  } catch (error) {
    // Values that no plant can have together are refused; the run goes on as it was.
    assert.ok(error instanceof RangeError, String(error));
  }
}

/** Runs through the stretches and shows what is seen after every tenth step and every change. */
function live(plant: Plant, history: readonly Stretch[], look: (seen: Observation) => void): void {
  const seen = new Observation();
  const observe = () => {
    plant.observe(seen);
    look(seen);
  };
  observe();
  for (const { change, steps } of history) {
    apply(plant, change);
    observe();
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

/** Where energy goes for good; none of these can give any back. */
const LOSSES = ACCOUNTS.filter(({ kind }) => kind === "loss").map(({ name }) => name);

Deno.test("properties: no loss is negative, and what comes out unpaid is booked heat", () => {
  fc.assert(
    fc.property(plants, stretches, (parameters, history) => {
      const plant = new Plant(parameters);
      let start = NaN;
      live(plant, history, (seen) => {
        const of = (name: AccountName) => account(seen, name);
        // What changes of parameters have put in is no work of the plant.
        const held = seen.stored.subarray(0, -1).reduce((sum, value) => sum + value, 0) -
          stored(seen, "edited");
        if (Number.isNaN(start)) start = held;
        const allowed = 1e-7 * seen.energyTurnedOver;
        for (const loss of LOSSES) assert.ok(of(loss) >= -allowed, `${loss} ${of(loss)} J`);
        const paid = of("compressorElectric") + of("h1Supply") + of("externalWork");
        const withAir = of("intakeEnthalpy") + of("airLift") - of("ventEnthalpy");
        const heat = of("waterHeat") + of("receiverHeat");
        const unpaid = of("generatorElectric") - paid - withAir - (start - held);
        assert.ok(unpaid <= heat + allowed, `${unpaid - heat} J from nowhere at ${seen.time} s`);
      });
    }),
    RUNS,
  );
});

Deno.test("properties: a restored plant goes the same way through the same changes", () => {
  const methods = fc.constantFrom(FIXED, adaptive(1e-6));
  const advance = (plant: Plant, { change, steps }: Stretch) => {
    apply(plant, change);
    for (let i = 0; i < steps; i++) plant.step(LIVE_STEP);
  };
  fc.assert(
    fc.property(plants, stretches, stretches, methods, (parameters, before, after, method) => {
      const plant = new Plant(parameters, method);
      for (const stretch of before) advance(plant, stretch);
      const twin = new Plant(plant.parameters, method);
      twin.restore(plant.snapshot());
      for (const stretch of after) {
        for (const each of [plant, twin]) advance(each, stretch);
        assert.equal(twin.hash(), plant.hash());
      }
    }),
    { ...RUNS, numRuns: 150 },
  );
});

/** What may happen to a plant, and how it shows. */
const HAPPENINGS: Readonly<Record<string, (seen: Observation, p: PlantParameters) => boolean>> = {
  "starved": (seen) => seen.starved,
  "stuck": (seen) => seen.stuck && seen.hasMoved,
  "cannot start": (seen) => seen.cannotStart,
  "clutch open": (seen) => !seen.clutchLocked,
  "clutch locked": (seen, p) => seen.clutchLocked && p["drivetrain.clutch"] === "overrunning",
  "engaged with a jolt": (seen) => account(seen, "clutch") > 0,
  "filled": (seen) => seen.fills > 0,
  "filled short": (seen) => seen.shortFills > 0,
  "vented": (seen) => account(seen, "airVented") > 0,
  "compressor on": (seen) => seen.compressorOn,
  "h1": (seen, p) => p["h1.enabled"] && seen.speed > 0,
  "h2 with a heater": (seen) => seen.heaterPower > 0,
  "h2 for free": (_, p) => p["h2.enabled"] && p["h2.heatSource"] === "free",
  "h3": (seen, p) => p["h3.enabled"] && !seen.clutchLocked,
  "edited": (seen) => stored(seen, "edited") !== 0,
};

Deno.test("properties: plants and changes by chance reach all that can happen", () => {
  const histories = fc.sample(fc.tuple(plants, stretches), { seed: RUNS.seed, numRuns: 400 });
  const reached = new Map(Object.keys(HAPPENINGS).map((what) => [what, 0]));
  for (const [parameters, history] of histories) {
    const plant = new Plant(parameters);
    const happened = new Set<string>();
    live(plant, history, (seen) => {
      for (const [what, shows] of Object.entries(HAPPENINGS)) {
        if (shows(seen, plant.parameters)) happened.add(what);
      }
    });
    for (const what of happened) reached.set(what, reached.get(what)! + 1);
  }
  for (const [what, plants] of reached) assert.ok(plants >= 10, `${what} in ${plants} of 400`);
});
