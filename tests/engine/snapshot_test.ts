import assert from "node:assert/strict";
import fc from "fast-check";
import { adaptive, FIXED, Observation, Plant, PRESETS } from "../../engine/mod.ts";
import { murmur } from "../../engine/hash.ts";
import { plants } from "./random_plants.ts";

// A snapshot restores the trajectory, not only the state. PHYSICS.md section 9.

const LIVE_STEP = 1 / 240;
const METHODS = [FIXED, adaptive(1e-8)] as const;

function advance(plant: Plant, steps: number): Plant {
  for (let i = 0; i < steps; i++) plant.step(LIVE_STEP);
  return plant;
}

function seen(plant: Plant): Observation {
  const observation = new Observation();
  plant.observe(observation);
  return observation;
}

Deno.test("snapshot: what is restored goes on bit for bit, from hundreds of moments", () => {
  const cases = fc.record({
    parameters: plants,
    method: fc.constantFrom(...METHODS),
    moments: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 }),
  });
  fc.assert(
    fc.property(cases, ({ parameters, method, moments }) => {
      const plant = new Plant(parameters, method);
      for (const steps of moments) {
        const snapshot = advance(plant, steps).snapshot();
        const twin = new Plant(parameters, method);
        twin.restore(snapshot);
        assert.equal(twin.hash(), plant.hash());
        assert.deepEqual(seen(advance(twin, 100)), seen(advance(plant, 100)));
        assert.equal(twin.hash(), plant.hash());
      }
    }),
    { seed: 20261121, numRuns: 100, endOnFailure: true },
  );
});

Deno.test("snapshot: a few kB for a running plant", () => {
  for (const { parameters } of Object.values(PRESETS)) {
    const { length } = advance(new Plant(parameters), 60 * 240).snapshot();
    assert.ok(length < 16_384, `${length} bytes`);
  }
});

Deno.test("snapshot: what is cut off or altered is refused, and nothing changes", () => {
  const plant = advance(new Plant(PRESETS["kpp-01"].parameters), 240);
  const snapshot = plant.snapshot();
  const before = plant.hash();
  const refusals: [Uint8Array, RegExp][] = [
    [new Uint8Array(0), /^Cannot restore as the bytes must be a snapshot of kpp: they are 0/],
    [new TextEncoder().encode("not a snapshot at all, but text"), /must be a snapshot of kpp/],
    [snapshot.subarray(0, 1000), /^Cannot restore as the checksum must be .* truncated/],
    [snapshot.subarray(0, snapshot.length - 1), /truncated or corrupt/],
  ];
  for (let bit = 0; bit < 8; bit++) {
    const altered = snapshot.slice();
    altered[500 + 97 * bit] ^= 1 << bit;
    refusals.push([altered, /truncated or corrupt/]);
  }
  for (const [bytes, message] of refusals) {
    assert.throws(() => plant.restore(bytes), (error: Error) => {
      assert.ok(error instanceof SyntaxError);
      assert.match(error.message, message);
      assert.ok(!error.message.includes("\n"));
      return true;
    });
    assert.equal(plant.hash(), before);
  }
});

Deno.test("snapshot: another plant's is refused by name", () => {
  const { parameters } = PRESETS["kpp-01"];
  const other = advance(new Plant({ ...parameters, "water.depth": 9.5 }), 240).snapshot();
  const plant = advance(new Plant(parameters), 100);
  const before = plant.hash();
  assert.throws(() => plant.restore(other), {
    name: "RangeError",
    message: /^Cannot restore the snapshot as its plant must be the one that runs, [0-9a-f]{8}: /,
  });
  assert.equal(plant.hash(), before);
});

Deno.test("snapshot: another version is refused by name", () => {
  const plant = advance(new Plant(PRESETS["kpp-01"].parameters), 100);
  const other = plant.snapshot();
  const view = new DataView(other.buffer);
  view.setUint32(4, 2, true);
  view.setUint32(other.length - 4, murmur(other.subarray(0, other.length - 4), 0x6b707053), true);
  assert.throws(() => plant.restore(other), {
    name: "RangeError",
    message: "Cannot restore the snapshot as its version must be 3: current value is 2",
  });
});

/**
 * Hashes of 20 s. They change with the method or the equations, and then only: not with the
 * machine, the compiler (`--v8-flags=--jitless` gives the same) or the pacing.
 */
const GOLDEN = [
  { preset: "kpp-01", method: FIXED, dt: 1 / 240, hash: "223013ba2516dade" },
  { preset: "claimed-25m", method: FIXED, dt: 1 / 240, hash: "d2b0d3af874132ed" },
  { preset: "kpp-01", method: adaptive(1e-8), dt: 1 / 60, hash: "0f222408c0b1e883" },
  { preset: "teaching-10m", method: FIXED, dt: 0.02, hash: "cbfcf449b370637f" },
] as const;

for (const { preset, method, dt, hash } of GOLDEN) {
  Deno.test(`golden hash: ${preset}, ${method.kind} at ${dt.toFixed(5)} s`, () => {
    const plant = new Plant(PRESETS[preset].parameters, method);
    for (let i = 0; i < Math.round(20 / dt); i++) plant.step(dt);
    assert.equal(plant.hash(), hash);
  });
}
