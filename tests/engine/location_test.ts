import assert from "node:assert/strict";
import fc from "fast-check";
import { EVENT, Violations } from "../../engine/events.ts";
import { EventLocation } from "../../engine/location.ts";
import type { Machine } from "../../engine/machine.ts";
import { BY_TIME } from "../../engine/runge_kutta.ts";
import { GENERATOR, Y } from "../../engine/state.ts";

// Where margins that are known functions of time pass 0. A sub-step is 1 s long.

/** How far past its boundary an event may lie, s, with the rounding of a time near 1 s. */
const LATE = 1e-13 + 2e-16;

/** The margin of a boundary by time: below 0 at the beginning. */
type Margin = (time: number) => number;

/** Three boundaries, none of which is passed unless it is said how. */
interface Margins {
  readonly compressor?: Margin;
  readonly generator?: Margin;
  readonly standstill?: Margin;
}

const never: Margin = () => -1;

/** Finds the first boundary that a sub-step of 1 s passes, in a plant made of margins alone. */
function find({ compressor = never, generator = never, standstill = never }: Margins) {
  const tried: number[] = [];
  const trial = { y: new Float64Array(Y.air), mass: [], enthalpy: [] };
  const state = {
    ...trial,
    y: new Float64Array(Y.air),
    compressorOn: true,
    regulated: true,
    loaded: true,
    locked: true,
    stuck: false,
    generator: GENERATOR.idle,
    placesPassed: 0,
  };
  const rates = { openCount: 0, quietStart: 0, quietEnd: 0, busyCount: 0 } as unknown as {
    receiverPressure: number;
    shaftSpeed: number;
  };
  const look = (time: number, y: Float64Array) => {
    rates.receiverPressure = compressor(time);
    rates.shaftSpeed = generator(time);
    y[Y.speed] = -standstill(time);
  };
  const machine = {
    model: {
      rigid: true,
      placeOffsets: [Infinity],
      cutOut: 0,
      setpoint: -Infinity,
      ambientPressure: -Infinity,
      gearRatio: 1,
      cutInSpeed: 0,
    },
    state,
    rates,
    trial,
    trialLength: 1,
    evaluateState: () => look(0, state.y),
  } as unknown as Machine;
  const method = {
    error: NaN,
    tryStep(by: number) {
      assert.equal(by, BY_TIME);
      tried.push(machine.trialLength);
      look(machine.trialLength, trial.y);
    },
  };
  const found = new Violations(1);
  look(1, trial.y);
  if (compressor(1) > 0) found.add(EVENT.compressor, 0);
  if (generator(1) > 0) found.add(EVENT.generatorUp, 0);
  if (standstill(1) > 0) found.add(EVENT.standstill, 0);
  const location = new EventLocation(machine, method, found);
  location.time = 1;
  location.find();
  assert.equal(location.slot, 0);
  return { time: location.time, kind: location.kind, tried };
}

/** Asserts that the compressor's boundary alone is passed at `root`; returns the trials it took. */
function assertPassed(margin: Margin, root: number, late = LATE): number {
  const { time, kind, tried } = find({ compressor: margin });
  assert.equal(kind, EVENT.compressor);
  assert.ok(time - root <= late && time >= root - 2e-16, `${time} s for ${root} s`);
  assert.ok(margin(time) > 0, "the event has happened");
  assert.equal(tried.at(-1) ?? 1, time, "the plant is left there");
  return tried.length;
}

Deno.test("location: smooth margins are passed in a few trials", () => {
  const smooth: [Margin, root: number][] = [
    [(t) => t - 0.3, 0.3],
    [(t) => 1e9 * (t - 0.7), 0.7],
    [(t) => 1e-9 * (t - 0.7), 0.7],
    [(t) => (t + 1) * (t + 1) - 1.6 * 1.6, 0.6],
    [(t) => Math.sqrt(t + 0.01) - Math.sqrt(0.51), 0.5],
    [(t) => t ** 3 - 0.5 ** 3, 0.5],
    [(t) => Math.exp(3 * t) - Math.exp(1.2), 0.4],
    [(t) => 1 - Math.exp(-4 * (t - 0.2)), 0.2],
  ];
  for (const [margin, root] of smooth) {
    const trials = assertPassed(margin, root);
    assert.ok(trials <= 11, `${trials} trials`);
  }
});

Deno.test("location: a margin that jumps is closed in on from both sides", () => {
  for (const root of [1e-9, 0.25, 0.3, 1 / 3, 0.999]) {
    // From -1 to 1 a straight line is half way as late as it seems.
    const trials = assertPassed((t) => t > root ? 1 : -1, root, 2 * LATE);
    assert.ok(trials <= 80, `${trials} trials`);
    assertPassed((t) => t > root ? 1e12 : -1, root);
  }
});

Deno.test("location: a margin that is flat before or after is, too", () => {
  const bent: [Margin, root: number][] = [
    [(t) => t < 0.6 ? -1 : (t - 0.6) - 0.1, 0.7],
    [(t) => Math.min(1e-3, t - 0.4), 0.4],
    [(t) => Math.max(-1e-3, t - 0.4), 0.4],
    [(t) => Math.max(-1e-6, 1e6 * (t - 0.9)), 0.9],
    [(t) => Math.cbrt(t - 0.45), 0.45],
  ];
  for (const [margin, root] of bent) {
    const trials = assertPassed(margin, root, 2 * LATE);
    assert.ok(trials <= 300, `${trials} trials`);
  }
});

Deno.test("location: of two boundaries the first, though a straight line says otherwise", () => {
  // The line from -1 to 9 passes 0 at 0.1 s, the margin itself at 0.56 s.
  const late: Margin = (t) => -1 + 10 * t ** 4;
  const early: Margin = (t) => -1 + 2 * t;
  for (const [compressor, generator] of [[late, early], [early, late]]) {
    const { time, kind } = find({ compressor, generator });
    assert.equal(kind, compressor === early ? EVENT.compressor : EVENT.generatorUp);
    assert.ok(Math.abs(time - 0.5) <= LATE, `${time} s`);
  }
});

Deno.test("location: of three boundaries the first, two of them hidden behind the others", () => {
  const first: Margin = (t) => -1 + 2.5 * t;
  const second: Margin = (t) => -1 + 4 * t ** 2;
  const third: Margin = (t) => -1 + 100 * t ** 6;
  const { time, kind } = find({ compressor: third, generator: first, standstill: second });
  assert.equal(kind, EVENT.generatorUp);
  assert.ok(Math.abs(time - 0.4) <= LATE, `${time} s`);
});

Deno.test("location: boundaries passed at once are left to what comes after", () => {
  const at = (root: number, slope: number): Margin => (t) => slope * (t - root);
  for (const root of [0.25, 0.7]) {
    const { time, kind, tried } = find({ compressor: at(root, 3), generator: at(root, 1) });
    assert.ok(kind === EVENT.compressor || kind === EVENT.generatorUp);
    assert.ok(Math.abs(time - root) <= LATE, `${time} s`);
    assert.equal(tried.at(-1), time, "the plant is left where it was passed, not before");
    assert.ok(tried.length <= 8, `${tried.length} trials`);
  }
});

Deno.test("location: a boundary at the very beginning is passed there, alone or not", () => {
  const at = (root: number): Margin => (t) => t - root;
  for (const others of [{}, { generator: at(1.5e-14) }]) {
    const { time, tried } = find({ compressor: at(1e-14), ...others });
    assert.ok(time > 0 && time <= 1e-14 + LATE, `${time} s`);
    assert.equal(tried.at(-1), time);
    assert.ok(tried.every((t) => t > 0), "never back in time");
  }
});

Deno.test("location: the first of boundaries of any shape", () => {
  const shape = fc.record({
    root: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
    power: fc.constantFrom(1, 2, 3, 5),
    scale: fc.constantFrom(1e-6, 1, 1e6),
  });
  const marginOf =
    ({ root, power, scale }: { root: number; power: number; scale: number }) => (t: number) =>
      scale * (t ** power - root ** power);
  fc.assert(
    fc.property(shape, shape, shape, (a, b, c) => {
      const [compressor, generator, standstill] = [a, b, c].map(marginOf);
      const { time, kind } = find({ compressor, generator, standstill });
      const roots = [a.root, b.root, c.root];
      const first = Math.min(...roots);
      assert.ok(Math.abs(time - first) <= LATE + 1e-15, `${time} s for ${roots}`);
      const kinds = [EVENT.compressor, EVENT.generatorUp, EVENT.standstill];
      assert.ok(roots[kinds.indexOf(kind as 7)] - first <= 1e-12, `${kind} of ${roots}`);
    }),
    { seed: 20261121, numRuns: 300, endOnFailure: true },
  );
});
