import assert from "node:assert/strict";
import { createModel } from "../../../engine/model.ts";
import { startsFromRest } from "../../../engine/point/start.ts";
import { near, ONE, type Overrides, parametersOf } from "../rig.ts";

// What a plant at rest can lift: PHYSICS.md section 4, at v = 0, with numbers written out here.

const HEADER = 2.3e5;
const GRAVITY = 9.80665;
const [HEIGHT, RADIUS] = [8.135, 0.8649];
const ARC = Math.PI * RADIUS;
/** Weight of a shell in water, N. */
const SHELL = GRAVITY * (20 - 1000 * 20 / 7850);
/** Pushes the chain so that it would start whatever its floaters weigh, N. */
const PUSH = 5000;

/** Friction above which the plant does not start, by bisection, N. */
function drive(overrides: Overrides, header = HEADER): number {
  let low = 0;
  let high = 1e5;
  while (high - low > 1e-9 * high) {
    const middle = 0.5 * (low + high);
    const held = { "chain.externalForce": PUSH, "chain.coulombFriction": middle, ...overrides };
    if (startsFromRest(createModel(parametersOf(held)), header)) low = middle;
    else high = middle;
  }
  return low - PUSH;
}

/** Drive of one floater alone at path coordinate `sigma`, N. */
const alone = (sigma: number, overrides: Overrides = {}) =>
  drive({ ...ONE, "initial.position": sigma, ...overrides });

const what = "drive";

Deno.test("start: an empty shell weighs as much as the path is steep", () => {
  const places: [sigma: number, slope: number][] = [
    [5, 1],
    [HEIGHT + ARC / 3, Math.cos(Math.PI / 3)],
    [HEIGHT + ARC + 3, -1],
    [2 * HEIGHT + ARC + ARC / 3, -Math.cos(Math.PI / 3)],
    [2 * HEIGHT + ARC + ARC / 2, 0],
  ];
  for (const [sigma, slope] of places) {
    near(alone(sigma), -SHELL * slope, { what: `drive at ${sigma} m`, absolute: 1e-4 });
  }
});

Deno.test("start: a floater in the window lifts its fill, or as much as it can hold", () => {
  const pressure = 101325 + 1000 * GRAVITY * (9 - 1);
  const lift = (volume: number, air: number) => GRAVITY * (1000 * volume - air) - SHELL;
  const fill = 101325 * 0.1 / (287.05 * 293.15);
  const warm = fill * 287.05 * 300 / pressure;
  near(alone(1, { "injector.freeAirVolume": 0.1, "water.temperature": 300 }), lift(warm, fill), {
    what,
    absolute: 1e-4,
  });
  const full = pressure * 0.03 / (287.05 * 293.15);
  near(alone(1, { "floater.volume": 0.03 }), lift(0.03, full), { what, absolute: 1e-4 });
});

Deno.test("start: floaters outside the window stay empty, and so do all below the header", () => {
  const window = { "injector.windowStart": 1, "injector.windowEnd": 2 };
  assert.ok(alone(1, window) > 0);
  near(alone(0.999, window), -SHELL, { what, absolute: 1e-4 });
  near(alone(2, window), -SHELL, { what, absolute: 1e-4 });
  // Water of 1.8e5 Pa exactly at 1 m: nothing flows against as much.
  const round = { "ambient.gravity": 10, "ambient.pressure": 1e5 } as const;
  const at = (header: number) => drive({ ...ONE, ...round, "initial.position": 1 }, header) > 0;
  assert.deepEqual([1.79e5, 1.8e5, 1.81e5].map(at), [false, false, true]);
});

Deno.test("start: every floater counts once, wherever the chain stands", () => {
  // Two opposite floaters balance; the window is beyond both of them.
  const two = { "chain.floaterCount": 2, "injector.windowEnd": 0.1 } as const;
  near(drive({ ...two, "initial.position": 1 }), 0, { what, absolute: 1e-4 });
  near(drive({ ...two, "initial.position": 20 }), 0, { what, absolute: 1e-4 });
  const three = { "chain.floaterCount": 3, "injector.windowEnd": 0.1, "initial.position": 1 };
  // At 1, 8.235 and 15.47 m: up, on the top sprocket, and down.
  const angle = (1 + (2 * HEIGHT + 2 * ARC) / 3 - HEIGHT) / RADIUS;
  near(drive(three), -SHELL * Math.cos(angle), { what, absolute: 1e-4 });
});

Deno.test("start: nanobubbles help the floaters that go down, and only those", () => {
  const bubbles = { "h1.enabled": true, "h1.voidFraction": 0.5 };
  const help = GRAVITY * 1000 * 0.5 * 20 / 7850;
  near(alone(HEIGHT + ARC + 3, bubbles), SHELL + help, { what, absolute: 1e-4 });
  near(alone(5, bubbles), -SHELL, { what, absolute: 1e-4 });
});

Deno.test("start: friction and brake hold together, up to a drive as large as they are", () => {
  near(alone(5, { "brake.torque": 100 * RADIUS }), -SHELL - 100, { what, absolute: 1e-4 });
  const weightless = { ...ONE, "ambient.gravity": 0, "chain.externalForce": 500 } as const;
  const starts = (friction: number) =>
    startsFromRest(
      createModel(parametersOf({ ...weightless, "chain.coulombFriction": friction })),
      HEADER,
    );
  assert.deepEqual([499, 500, 501].map(starts), [true, false, false]);
});

Deno.test("start: a plant that already moves need not start", () => {
  const held = { ...ONE, "chain.coulombFriction": 1e5 } as const;
  const starts = (speed: number) =>
    startsFromRest(createModel(parametersOf({ ...held, "initial.speed": speed })), HEADER);
  assert.deepEqual([0, 0.01].map(starts), [false, true]);
});
