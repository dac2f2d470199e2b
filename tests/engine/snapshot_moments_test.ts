import assert from "node:assert/strict";
import fc from "fast-check";
import { adaptive, FIXED, type Integration, Plant } from "../../engine/mod.ts";
import { type Overrides, parametersOf, see } from "./rig.ts";

// Snapshots at moments at which much is under way: inside fills, around clutch changes, stuck.

/** Steps of a run, and those for which what was restored is followed. */
const STEPS = 1500;
const FOLLOWED = 40;
/** Steps before and after a change of the clutch at which a snapshot is taken. */
const AROUND = 3;
/** Moments of no particular kind, besides. */
const BY_CHANCE = 60;

/** Clutch changes by h3 and by the flywheel, and a floater in the window most of the time. */
const PULSED = {
  "chain.floaterCount": 12,
  "drivetrain.clutch": "overrunning",
  "flywheel.inertia": 1500,
  "generator.gain": 2,
  "h1.enabled": true,
  "h2.enabled": true,
  "h3.enabled": true,
  "h3.pulse": 0.73,
  "h3.coast": 0.41,
  "initial.speed": 0.4,
  "initial.shaftSpeed": 0.7,
} as const satisfies Overrides;

/** Sticks, and breaks away again. */
const STICKING = {
  "chain.coulombFriction": 1500,
  "chain.externalForce": -800,
  "generator.gain": 200,
  "initial.position": 11.1,
  "initial.speed": 0.6,
  "injector.conductance": 1e-7,
} as const satisfies Overrides;

/** Moments of a kind, by step. */
interface Moments {
  readonly filling: Set<number>;
  readonly clutch: Set<number>;
  readonly stuck: Set<number>;
}

/** What a run was after every step, and which of its moments are of which kind. */
function record(plant: Plant, dt: number): { hashes: string[]; moments: Moments } {
  const hashes = [plant.hash()];
  const moments: Moments = { filling: new Set(), clutch: new Set(), stuck: new Set() };
  let locked = see(plant).clutchLocked;
  for (let step = 1; step <= STEPS + FOLLOWED; step++) {
    plant.step(dt);
    hashes.push(plant.hash());
    const seen = see(plant);
    if (seen.passingValves > 0) moments.filling.add(step);
    if (seen.stuck) moments.stuck.add(step);
    if (seen.clutchLocked !== locked) {
      for (let near = -AROUND; near <= AROUND; near++) moments.clutch.add(step + near);
    }
    locked = seen.clutchLocked;
  }
  return { hashes, moments };
}

/** Restores the plant at each of the steps, in another one, and follows it there. */
function assertFollows(
  build: () => Plant,
  { steps, dt, hashes }: { steps: ReadonlySet<number>; dt: number; hashes: readonly string[] },
): void {
  const plant = build();
  const twin = build();
  for (let step = 0; step <= STEPS; step++) {
    if (steps.has(step)) {
      twin.restore(plant.snapshot());
      for (let i = 0; i < FOLLOWED; i++) twin.step(dt);
      assert.equal(twin.hash(), hashes[step + FOLLOWED], `from step ${step}`);
    }
    plant.step(dt);
  }
}

/** The first `most` of a set, spread evenly over it. */
function someOf(all: ReadonlySet<number>, most: number): number[] {
  const every = Math.max(1, Math.ceil(all.size / most));
  return [...all].filter((step, i) => step <= STEPS && i % every === 0);
}

const METHODS: readonly (readonly [Integration, number])[] = [
  [FIXED, 1 / 60],
  [adaptive(1e-8), 1 / 30],
];

for (const [method, dt] of METHODS) {
  const chance = fc.sample(fc.integer({ min: 0, max: STEPS }), { seed: 7, numRuns: BY_CHANCE });

  Deno.test(`snapshot: inside fills and around clutch changes, ${method.kind} steps`, () => {
    const build = () => new Plant(parametersOf(PULSED), method);
    const { hashes, moments } = record(build(), dt);
    const filling = someOf(moments.filling, 150);
    const clutch = someOf(moments.clutch, 150);
    assert.ok(filling.length >= 75 && clutch.length >= 75, `${filling.length}, ${clutch.length}`);
    assertFollows(build, { steps: new Set([...filling, ...clutch, ...chance]), dt, hashes });
  });

  Deno.test(`snapshot: while the chain is stuck and after, ${method.kind} steps`, () => {
    const build = () => new Plant(parametersOf(STICKING), method);
    const { hashes, moments } = record(build(), dt);
    const stuck = someOf(moments.stuck, 60);
    assert.ok(stuck.length >= 30 && moments.stuck.size < STEPS, `${moments.stuck.size} stuck`);
    assertFollows(build, { steps: new Set([...stuck, ...chance]), dt, hashes });
  });
}
