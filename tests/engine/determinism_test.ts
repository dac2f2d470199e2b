import assert from "node:assert/strict";
import fc from "fast-check";
import { Observation, Plant } from "../../engine/mod.ts";
import { changes, plants } from "./random_plants.ts";
import {
  build,
  fingerprint,
  HELD,
  LIVE_STEP,
  near,
  type Overrides,
  parametersOf,
  run,
  see,
} from "./rig.ts";

// The same calls give the same bits, and looking is not touching.

/** Everything that has a regime of its own is switched on. */
const BUSY = {
  "drivetrain.clutch": "overrunning",
  "h1.enabled": true,
  "h1.power": 6,
  "h2.enabled": true,
  "h3.enabled": true,
  "receiver.cutIn": 7.8e5,
  "initial.position": 3,
} as const satisfies Overrides;

Deno.test("determinism: the same parameters and steps give the same bits", () => {
  fc.assert(
    fc.property(plants, changes, (parameters, change) => {
      const [one, two] = [new Plant(parameters), new Plant(parameters)].map((plant) => {
        run(plant, 1);
        try {
          plant.change({ ...parameters, ...change });
        } catch {
          // Refused by both alike.
        }
        return fingerprint(run(plant, 1));
      });
      assert.equal(one, two);
    }),
    { seed: 11, numRuns: 50, endOnFailure: true },
  );
});

Deno.test("determinism: observing changes nothing", () => {
  const watched = build(BUSY);
  const alone = build(BUSY);
  const ahead = new Observation();
  for (let i = 0; i < 40 * 240; i++) {
    if (i % 7 === 0) see(watched);
    if (i % 11 === 0) watched.observeAhead(LIVE_STEP * (1 + i % 5) / 3, ahead);
    watched.step(LIVE_STEP);
    alone.step(LIVE_STEP);
  }
  assert.equal(fingerprint(see(watched)), fingerprint(see(alone)));
});

Deno.test("determinism: what is seen ahead is what comes", () => {
  const plant = build(BUSY);
  const ahead = new Observation();
  for (let i = 0; i < 400; i++) {
    const step = LIVE_STEP * (1 + i % 30);
    plant.observeAhead(step, ahead);
    plant.step(step);
    assert.equal(fingerprint(ahead), fingerprint(see(plant)), `at ${plant.time} s`);
  }
});

Deno.test("determinism: 0 s ahead is now", () => {
  const plant = build(BUSY);
  run(plant, 3);
  const ahead = new Observation();
  plant.observeAhead(0, ahead);
  assert.equal(fingerprint(ahead), fingerprint(see(plant)));
});

Deno.test("determinism: looking ahead sees parameters that were changed since", () => {
  const plant = build();
  const ahead = new Observation();
  plant.observeAhead(1, ahead);
  plant.change(parametersOf({ "chain.externalForce": 4000 }));
  plant.observeAhead(1, ahead);
  plant.step(1);
  assert.equal(fingerprint(ahead), fingerprint(see(plant)));
  plant.change(parametersOf({ "chain.floaterCount": 20 }));
  plant.observeAhead(1, ahead);
  plant.step(1);
  assert.equal(fingerprint(ahead), fingerprint(see(plant)));
});

Deno.test("determinism: a plant that is reset is a new plant with the parameters in force", () => {
  const plant = build(BUSY);
  run(plant, 13);
  plant.change(parametersOf({ ...BUSY, "generator.gain": 30, "floater.thermalTime": 1 }));
  run(plant, 7);
  plant.reset();
  const fresh = new Plant(plant.parameters);
  assert.equal(plant.time, 0);
  assert.equal(fingerprint(see(plant)), fingerprint(see(fresh)));
  assert.equal(fingerprint(run(plant, 20)), fingerprint(run(fresh, 20)));
});

Deno.test("determinism: an observation that has seen another plant shows nothing of it", () => {
  const used = new Observation();
  const busy = new Plant(parametersOf({ ...BUSY, "receiver.cutIn": 5e5 }, "claimed-25m"));
  run(busy, 70);
  busy.observe(used);
  const plant = build(HELD);
  plant.observe(used);
  assert.equal(used.floaterCount, 29);
  assert.equal(fingerprint(used), fingerprint(see(plant)));
});

Deno.test("determinism: plants do not share anything", () => {
  const one = build(BUSY);
  const other = build({}, "teaching-10m");
  const alone = build(BUSY);
  for (let i = 0; i < 2000; i++) {
    one.step(LIVE_STEP);
    other.step(LIVE_STEP);
    alone.step(LIVE_STEP);
    see(other);
  }
  assert.equal(fingerprint(see(one)), fingerprint(see(alone)));
});

Deno.test("determinism: time is the number of steps times the step, to the last digits", () => {
  const plant = build({ ...HELD, "floater.sealed": true });
  for (let i = 1; i <= 200_000; i++) plant.step(1 / 240);
  near(plant.time, 200_000 / 240, { what: "time", relative: 2.3e-16 });
  assert.equal(see(plant).time, plant.time);
});

Deno.test("determinism: a step must be a positive finite number of seconds", () => {
  const plant = build();
  for (const dt of [0, -1, NaN, Infinity]) {
    assert.throws(() => plant.step(dt), {
      name: "RangeError",
      message: `Cannot step as dt must be greater than 0 s: current value is ${dt} s`,
    });
  }
  assert.equal(plant.time, 0);
});
