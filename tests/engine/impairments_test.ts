import assert from "node:assert/strict";
import fc from "fast-check";
import {
  ACCOUNTS,
  adaptive,
  FIXED,
  type Impairments,
  Observation,
  Plant,
  type PresetName,
  PRESETS,
  RESIDUALS,
  SOUND,
} from "../../engine/mod.ts";

fc.configureGlobal({ seed: 20260919, numRuns: 40, endOnFailure: true });

const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];

const impairments = fc.record({
  receiverLeak: fc.constantFrom(0, 1e-4, 2e-3, 0.3),
  floaterLeaks: fc.array(fc.constantFrom(0, 0.01, 0.5, 10), { maxLength: 70 }),
  stuckValves: fc.array(fc.constantFrom("free", "open", "shut"), { maxLength: 70 }),
}) as fc.Arbitrary<Impairments>;

function advance(plant: Plant, seconds: number, dt: number): void {
  for (let i = 0; i < Math.round(seconds / dt); i++) plant.step(dt);
}

/** Every residual within 1e-10 of energy turned over. */
function assertClosed(plant: Plant): void {
  const seen = new Observation();
  plant.observe(seen);
  const turnover = ACCOUNTS.reduce(
    (sum, { unit }, index) => unit === "J" ? sum + Math.abs(seen.accounts[index]) / 2 : sum,
    1,
  );
  RESIDUALS.forEach(({ name, unit }, index) => {
    const scale = unit === "J" ? turnover : 1;
    assert.ok(Math.abs(seen.residuals[index]) <= 1e-10 * scale, `${name} ${seen.residuals[index]}`);
  });
  assert.equal(seen.health.overUnity, false);
  assert.ok(Math.abs(seen.health.airBalance) < 1e-9, `air ${seen.health.airBalance}`);
}

Deno.test("impairments: every joule is booked, broken and mended, in every plant and mode", () => {
  const settings = fc.record({
    preset: fc.constantFrom(...PRESET_NAMES),
    first: impairments,
    second: impairments,
    stepping: fc.constantFrom([FIXED, 1 / 240], [FIXED, 0.02], [
      adaptive(1e-8),
      1 / 60,
    ]) as fc.Arbitrary<[typeof FIXED, number]>,
  });
  fc.assert(fc.property(settings, ({ preset, first, second, stepping: [integration, dt] }) => {
    const plant = new Plant(PRESETS[preset].parameters, integration);
    for (const broken of [first, second, SOUND]) {
      plant.impair(broken);
      advance(plant, 6, dt);
      assertClosed(plant);
    }
  }));
});

Deno.test("impairments: a plant that was never broken is as it would be, and says so", () => {
  const { parameters } = PRESETS["kpp-01"];
  const plant = new Plant(parameters);
  const other = new Plant(parameters);
  advance(plant, 5, 1 / 240);
  advance(other, 5, 1 / 240);
  assert.equal(plant.impairments, SOUND);
  assert.equal(plant.hash(), other.hash());
  other.impair({ ...SOUND, receiverLeak: 1e-3 });
  assert.notEqual(plant.hash(), other.hash(), "what is broken decides what comes");
});

Deno.test("impairments: a plant of which all is said to be whole is a sound one", () => {
  const plant = new Plant(PRESETS["kpp-01"].parameters);
  const sound = plant.hash();
  plant.impair({ receiverLeak: 0, floaterLeaks: [0, 0], stuckValves: ["free", "free"] });
  assert.equal(plant.hash(), sound);
});

Deno.test("impairments: a snapshot goes on bit for bit, in a plant that is broken alike", () => {
  fc.assert(
    fc.property(impairments, (broken) => {
      const { parameters } = PRESETS["kpp-01"];
      const plant = new Plant(parameters);
      plant.impair(broken);
      advance(plant, 8, 1 / 240);
      const snapshot = plant.snapshot();
      const other = new Plant(parameters);
      other.impair(broken);
      other.restore(snapshot);
      advance(plant, 4, 1 / 240);
      advance(other, 4, 1 / 240);
      assert.equal(other.hash(), plant.hash());
    }),
    { numRuns: 20 },
  );
  const plant = new Plant(PRESETS["kpp-01"].parameters);
  plant.impair({ ...SOUND, receiverLeak: 1e-3 });
  const sound = new Plant(PRESETS["kpp-01"].parameters);
  assert.throws(() => sound.restore(plant.snapshot()), /its plant must be the one that runs/);
});

Deno.test("impairments: what the receiver holds above ambient leaks out, a share a second", () => {
  const { parameters } = PRESETS["kpp-01"];
  const plant = new Plant({ ...parameters, "chain.coulombFriction": 1e9, "floater.sealed": true });
  plant.impair({ ...SOUND, receiverLeak: 0.01 });
  const seen = new Observation();
  for (const seconds of [2, 8]) {
    advance(plant, seconds, 0.02);
    plant.observe(seen);
    const pressure = 101325 + (8e5 - 101325) * Math.exp(-0.01 * plant.time);
    assert.ok(Math.abs(seen.receiverPressure / pressure - 1) < 1e-10, `${seen.receiverPressure}`);
    assertClosed(plant);
  }
});

Deno.test("impairments: a valve that sticks shut while it is open ends its pass, short", () => {
  // So slow a chain and so narrow valves that all that were open stay open.
  const plant = new Plant({
    ...PRESETS["kpp-01"].parameters,
    "chain.coulombFriction": 1e9,
    "injector.conductance": 1e-8,
  });
  const seen = new Observation();
  const look = () => {
    plant.observe(seen);
    return [seen.openValves, seen.shortFills, seen.fills];
  };
  assert.deepEqual(look(), [4, 0, 0]);
  plant.impair({ ...SOUND, stuckValves: ["shut", "open", "free", "shut"] });
  assert.deepEqual(look(), [2, 2, 0]);
  plant.impair(SOUND);
  advance(plant, 1, 0.02);
  assert.deepEqual(look(), [2, 2, 0], "mended, they wait for their next pass");
});

Deno.test("impairments: each is that of its floater, wherever that has come to", () => {
  // A chain that keeps 1 m/s, after more than half a lap, with less air than a floater can hold.
  const plant = new Plant({
    ...PRESETS["kpp-01"].parameters,
    "chain.massPerMetre": 1e15,
    "initial.speed": 1,
    "injector.freeAirVolume": 0.04,
  });
  advance(plant, 14, 1 / 240);
  const seen = new Observation();
  const look = () => {
    plant.observe(seen);
    const columns = Array.from({ length: 29 }, (_, i) => seen.floaters.slice(6 * i, 6 * i + 2));
    return columns.map(([sigma, mass]) => ({ sigma, mass }));
  };
  const before = look();
  const indexAt = (from: number, to: number) =>
    before.findIndex(({ sigma }) => sigma >= from && sigma < to);
  const [leaking, sound, entering] = [indexAt(4, 4.8), indexAt(5, 5.8), indexAt(21, 21.7)];
  const floaterLeaks = before.map((_, i) => i === leaking ? 0.5 : 0);
  const stuckValves = before.map((_, i) => i === entering ? "open" : "free");
  plant.impair({ ...SOUND, floaterLeaks, stuckValves });
  advance(plant, 2, 1 / 240);
  const after = look();
  assert.equal(after[sound].mass, before[sound].mass);
  const kept = after[leaking].mass / before[leaking].mass;
  assert.ok(Math.abs(kept - Math.exp(-0.5 * 2)) < 1e-9, `${kept} of its air`);
  advance(plant, 2, 1 / 240);
  const filled = look();
  assert.ok(filled[entering].mass > 2 * before[sound].mass, `${filled[entering].mass} kg`);
  for (let i = 1; i < 3; i++) {
    assert.ok(filled[(entering + i) % 29].mass <= before[sound].mass * (1 + 1e-9));
  }
});

Deno.test("impairments: they go round with their floater", () => {
  const { parameters } = PRESETS["kpp-01"];
  const plant = new Plant(parameters);
  const stuckValves = Array.from({ length: 29 }, (_, i) => i === 25 ? "shut" as const : "free");
  const floaterLeaks = Array.from({ length: 29 }, (_, i) => i === 20 ? 10 : 0);
  plant.impair({ ...SOUND, stuckValves, floaterLeaks });
  const seen = new Observation();
  const most = new Float64Array(29);
  for (let i = 0; i < 200 * 60; i++) {
    plant.step(1 / 60);
    plant.observe(seen);
    for (let floater = 0; floater < 29; floater++) {
      most[floater] = Math.max(most[floater], seen.floaters[6 * floater + 1]);
    }
  }
  most.forEach((mass, floater) => {
    if (floater === 25) return assert.equal(mass, 0);
    if (floater === 20) return assert.ok(mass < 0.1 * most[10], `${mass} kg in the one that leaks`);
    assert.ok(mass > 0.9 * most[10], `${mass} kg in floater ${floater}`);
  });
});
