import assert from "node:assert/strict";
import fc from "fast-check";
import { ManualTime } from "../../clock/mod.ts";
import { MOST_LEFT_OUT, OVERHEAD_LIMIT, Profiler } from "../../monitor/mod.ts";
import {
  type Component,
  createProfileBoard,
  type ProfileBoard,
  profileRow,
  STATISTIC,
} from "../../telemetry/mod.ts";

fc.configureGlobal({ seed: 20261121, numRuns: 100, endOnFailure: true });

/** Time whose readings take time themselves. */
class CostlyTime extends ManualTime {
  readings = 0;

  /** @param cost Of one reading, s. */
  constructor(readonly cost: number) {
    super();
  }

  override now(): number {
    this.readings++;
    this.advance(this.cost);
    return super.now();
  }
}

/** What is written down of a component. */
function read(board: ProfileBoard, component: Component) {
  const row = profileRow(board, component);
  return Object.fromEntries(Object.entries(STATISTIC).map(([name, place]) => [name, row[place]]));
}

/** A profiler of two components, in a time of its own. */
function scene(readingCost = 0) {
  const time = new CostlyTime(readingCost);
  const board = createProfileBoard();
  const profiler = new Profiler(time, { board, components: ["engine", "publish"] });
  time.readings = 0;
  /** A frame of so much work, s, and the time until the next one is due. */
  const frame = (work: { engine: number; publish: number }, rest = 0) => {
    profiler.begin();
    time.advance(work.engine);
    profiler.lap("engine");
    time.advance(work.publish);
    profiler.lap("publish");
    profiler.end();
    time.advance(rest);
  };
  return { time, board, frame };
}

Deno.test("profiler: where reading time costs nothing every frame is timed, exactly", () => {
  const { board, frame } = scene();
  for (let i = 1; i <= 100; i++) frame({ engine: i / 1024, publish: 1 / 1024 }, 1);
  const { share: _, ...engine } = read(board, "engine");
  assert.deepEqual(engine, {
    p50: 50 / 1024,
    p99: 99 / 1024,
    max: 100 / 1024,
    frames: 100,
    timed: 100,
    time: 5050 / 1024,
  });
  assert.equal(read(board, "publish").time, 100 / 1024);
});

Deno.test("profiler: quantiles are those of the recent frames, sums those of all", () => {
  const { board, frame } = scene();
  for (let i = 1; i <= 600; i++) frame({ engine: (601 - i) / 1024, publish: 0 }, 1);
  const { p50, p99, max, time } = read(board, "engine");
  // The last 256 took 256, 255 ... 1.
  assert.deepEqual([p50, p99, max].map((part) => part * 1024), [128, 254, 256]);
  assert.equal(time * 1024, 600 * 601 / 2);
});

Deno.test("profiler: the share of a core is what was spent over what has passed", () => {
  const { board, frame } = scene();
  const period = 1 / 32;
  for (let i = 0; i < 200; i++) frame({ engine: period / 4, publish: period / 8 }, period * 5 / 8);
  assert.ok(Math.abs(read(board, "engine").share - 0.25) < 0.01);
  assert.ok(Math.abs(read(board, "publish").share - 0.125) < 0.01);
  for (let i = 0; i < 200; i++) frame({ engine: period / 2, publish: 0 }, period / 2);
  assert.ok(Math.abs(read(board, "engine").share - 0.5) < 0.01, "lately, not since the start");
  assert.equal(read(board, "publish").share, 0);
});

Deno.test("profiler: components may be met again and again in one frame", () => {
  const time = new ManualTime();
  const board = createProfileBoard();
  const profiler = new Profiler(time, { board, components: ["engine", "events"] });
  profiler.begin();
  for (let i = 0; i < 4; i++) {
    time.advance(1 / 256);
    profiler.lap("engine");
    time.advance(1 / 1024);
    profiler.lap("events");
  }
  profiler.end();
  assert.equal(read(board, "engine").p50, 4 / 256);
  assert.equal(read(board, "events").p50, 4 / 1024);
});

Deno.test("profiler: what no thread has timed has no data", () => {
  const { board, frame } = scene();
  frame({ engine: 1 / 1024, publish: 1 / 1024 });
  for (const value of Object.values(read(board, "paint"))) assert.equal(value, NaN);
  assert.equal(read(board, "engine").share, NaN, "nor a share of no time at all");
});

Deno.test("profiler: timing costs at most its limit, however long frames take", () => {
  const works = fc.double({ min: 20e-6, max: 20e-3, noNaN: true });
  const costs = fc.double({ min: 20e-9, max: 300e-9, noNaN: true });
  fc.assert(fc.property(works, costs, (work, cost) => {
    // Frames too short for that are met by the next test.
    fc.pre(5 * cost / work < OVERHEAD_LIMIT * MOST_LEFT_OUT);
    const { time, frame } = scene(cost);
    const frames = 2000;
    for (let i = 0; i < frames; i++) frame({ engine: work / 2, publish: work / 2 });
    const share = time.readings * cost / (frames * work);
    assert.ok(share < 1.05 * OVERHEAD_LIMIT, `${share} of the work`);
    assert.ok(time.readings > 0);
  }));
});

Deno.test("profiler: however short frames are, one in so many is timed", () => {
  const { time, board, frame } = scene(1e-6);
  const frames = 100 * (MOST_LEFT_OUT + 1);
  for (let i = 0; i < frames; i++) frame({ engine: 1e-6, publish: 0 }, 1);
  assert.equal(read(board, "engine").frames, frames - MOST_LEFT_OUT);
  assert.equal(read(board, "engine").timed, 100);
  assert.equal(time.readings, 4 * 100);
});

Deno.test("profiler: the frames that are timed stand for all", () => {
  const { board, frame } = scene(120e-9);
  const work = fc.sample(
    fc.record({ engine: fc.double({ min: 1e-5, max: 3e-5, noNaN: true }) }),
    4000,
  );
  let sum = 0;
  for (const { engine } of work) {
    frame({ engine, publish: 1e-5 }, 1e-3);
    sum += engine;
  }
  const { time, timed } = read(board, "engine");
  assert.ok(timed < work.length / 2, "most are left out");
  assert.ok(Math.abs(time / sum - 1) < 0.05, `${time} s for ${sum} s`);
});
