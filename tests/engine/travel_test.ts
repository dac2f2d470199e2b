import assert from "node:assert/strict";
import { ACCOUNT, ACCOUNTS } from "../../engine/mod.ts";
import { LapRecord, LOOK_BACK, PitchHistory, TravelPoint } from "../../engine/travel.ts";
import { near } from "./rig.ts";

// What is remembered of the way, on motions and accounts that are polynomials of time: cubic
// interpolation has them to rounding. PHYSICS.md section 7, running efficiency.

const CHAIN = { pitch: 2 };
/** Numbers of one row, and one more for all rows. */
const ROW = 9;
/** Rows that there is room for. */
const ROOM = 1024;

/** A quantity and its rate, by time. */
interface Curve {
  readonly value: (time: number) => number;
  readonly rate: (time: number) => number;
}

/** a t + b t^2 + c t^3 */
const cubic = (a: number, b = 0, c = 0): Curve => ({
  value: (t) => t * (a + t * (b + t * c)),
  rate: (t) => a + t * (2 * b + t * 3 * c),
});

/** Of a chain in motion: its travel, and each of the quantities that are looked back at. */
interface Motion {
  readonly travel: Curve;
  readonly generator: Curve;
  readonly injected: Curve;
  readonly auxiliary: Curve;
  readonly h1: Curve;
  readonly heater: Curve;
}

const MOTION: Motion = {
  travel: cubic(0.5),
  generator: cubic(2000, -30, 0.5),
  injected: cubic(0.06, 1e-3),
  auxiliary: cubic(70),
  h1: cubic(11, 0.1),
  heater: cubic(5, 0, 0.01),
};

/** The moment and the accounts of a motion at a time, s. */
function momentOf(motion: Motion, time: number): [TravelPoint, Float64Array] {
  const now = new TravelPoint();
  now.time = time;
  now.travel = motion.travel.value(time);
  now.speed = motion.travel.rate(time);
  now.generator = motion.generator.rate(time);
  now.injected = motion.injected.rate(time);
  now.charges = motion.auxiliary.rate(time) + motion.h1.rate(time) + motion.heater.rate(time);
  const accounts = new Float64Array(ACCOUNTS.length).fill(-1e9);
  accounts[ACCOUNT.generatorElectric] = motion.generator.value(time);
  accounts[ACCOUNT.airInjected] = motion.injected.value(time);
  accounts[ACCOUNT.auxiliary] = motion.auxiliary.value(time);
  accounts[ACCOUNT.h1Supply] = motion.h1.value(time);
  accounts[ACCOUNT.heater] = motion.heater.value(time);
  return [now, accounts];
}

const follow = (history: PitchHistory, time: number, motion = MOTION) =>
  history.follow(...momentOf(motion, time), CHAIN);
const mark = (history: PitchHistory, time: number, motion = MOTION) =>
  history.mark(...momentOf(motion, time));

/** A history that has followed a motion up to a time in even steps, s. */
function followed(end: number, { motion = MOTION, step = 0.05 } = {}): PitchHistory {
  const history = new PitchHistory();
  for (let i = 0; i <= Math.round(end / step); i++) follow(history, i * step, motion);
  return history;
}

function lookBack(history: PitchHistory, travel: number): Float64Array {
  const out = new Float64Array(3);
  history.lookBack(travel, out);
  return out;
}

/** Asserts that looking back to a travel finds the motion as it was at a time. */
function assertFound(history: PitchHistory, travel: number, time: number, motion = MOTION): void {
  const found = lookBack(history, travel);
  const charges = motion.auxiliary.value(time) + motion.h1.value(time) + motion.heater.value(time);
  const relative = 1e-7;
  near(found[LOOK_BACK.generator], motion.generator.value(time), { what: "generator", relative });
  near(found[LOOK_BACK.injected], motion.injected.value(time), { what: "injected", relative });
  near(found[LOOK_BACK.charges], charges, { what: "charges", relative });
}

const isNoData = (found: Float64Array) => found.every(Number.isNaN);
const rowsOf = (history: PitchHistory, reach = 1e9) => {
  const { length } = history.rowsSince(reach);
  return length === 0 ? 0 : (length - 1) / ROW;
};

Deno.test("travel: what was is found again, anywhere on the way", () => {
  const history = followed(20);
  for (const travel of [0.01, 0.6, 1, 3.337, 9.99]) assertFound(history, travel, travel / 0.5);
});

Deno.test("travel: a chain that speeds up was there when it was", () => {
  const motion = { ...MOTION, travel: cubic(0.1, 0.2) };
  const history = followed(10, { motion });
  for (const time of [0.3, 2, 6.66, 9.9]) {
    assertFound(history, motion.travel.value(time), time, motion);
  }
});

Deno.test("travel: no data further back than the first moment, nor from one alone", () => {
  const history = new PitchHistory();
  assert.ok(isNoData(lookBack(history, 0)));
  follow(history, 10);
  assert.ok(isNoData(lookBack(history, 5)));
  follow(history, 10.1);
  assert.ok(isNoData(lookBack(history, 4.999)));
  assertFound(history, 5, 10);
  assertFound(history, 5.05, 10.1);
  history.clear();
  assert.ok(isNoData(lookBack(history, 5)));
});

Deno.test("travel: what a curve tells is not kept, but for a row each sixteenth of a pitch", () => {
  const history = followed(100, { step: 0.01 });
  const kept = rowsOf(history);
  const length = 100 * 0.5;
  // A row is left before its stretch would be longer, which is by a step of 5 mm.
  const least = length / (CHAIN.pitch / 16);
  assert.ok(kept >= least && kept <= least * 1.06 + 3, `${kept} rows`);
});

Deno.test("travel: a bend is kept where it is marked", () => {
  // 100 W, and 300 W from 7 s on.
  const bent: Motion = {
    ...MOTION,
    generator: {
      value: (t) => 100 * t + 200 * Math.max(0, t - 7),
      rate: (t) => t < 7 ? 100 : 300,
    },
  };
  const history = new PitchHistory();
  for (let i = 0; i <= 70; i++) follow(history, i / 10, { ...bent, generator: cubic(100) });
  mark(history, 7, bent);
  for (let i = 71; i <= 100; i++) follow(history, i / 10, bent);
  for (const time of [6.93, 6.999, 7, 7.001, 7.04, 9]) {
    assertFound(history, time * 0.5, time, bent);
  }
});

Deno.test("travel: a marked moment is kept though a curve would tell it", () => {
  const history = new PitchHistory();
  for (let i = 0; i <= 10; i++) mark(history, i / 100);
  assert.equal(rowsOf(history), 11);
  // The next two are loose: the first of them goes when the second comes.
  follow(history, 0.11);
  assert.equal(rowsOf(history), 12);
  follow(history, 0.12);
  assert.equal(rowsOf(history), 12);
  mark(history, 0.13);
  follow(history, 0.14);
  assert.equal(rowsOf(history), 14);
});

Deno.test("travel: every quantity is told, or the row stays", () => {
  const kinked = (name: keyof Motion): number => {
    const smooth = MOTION[name];
    const motion: Motion = {
      ...MOTION,
      [name]: {
        value: (t: number) => smooth.value(t) * (t > 0.015 ? 1.001 : 1),
        rate: smooth.rate,
      },
    };
    const history = new PitchHistory();
    for (let i = 1; i <= 3; i++) follow(history, i / 100, motion);
    return rowsOf(history);
  };
  assert.equal(rowsOf(followed(0.02, { step: 0.01 })), 2, "smooth: the middle one goes");
  for (const name of Object.keys(MOTION) as (keyof Motion)[]) assert.equal(kinked(name), 3, name);
});

Deno.test("travel: a chain that stands is remembered as it came and as it is", () => {
  const history = followed(4);
  const before = rowsOf(history);
  const standing: Motion = {
    ...MOTION,
    travel: { value: () => 2, rate: () => 0 },
    generator: { value: () => 5000, rate: () => 0 },
  };
  for (let i = 1; i <= 50; i++) mark(history, 4 + i, standing);
  assert.equal(rowsOf(history), before + 1);
  const rows = history.rowsSince(0);
  assert.equal(rows.at(-1 - ROW), 54, "the latest moment");
  near(lookBack(history, 1)[0], MOTION.generator.value(2), { what: "before", relative: 1e-9 });
});

Deno.test("travel: the oldest row goes when there is no more room", () => {
  const history = new PitchHistory();
  const at = (i: number) => i / 100;
  for (let i = 0; i < ROOM; i++) mark(history, at(i));
  assertFound(history, at(0) * 0.5, at(0));
  for (let i = ROOM; i < ROOM + 300; i++) mark(history, at(i));
  assert.equal(rowsOf(history), ROOM);
  assert.ok(isNoData(lookBack(history, at(299) * 0.5)));
  for (const i of [300, 301.5, 700, 1023.5, 1024, 1323]) assertFound(history, at(i) * 0.5, at(i));
});

Deno.test("travel: what is handed on reaches back a pitch and goes on alike", () => {
  for (const last of [500, 1700]) {
    const history = new PitchHistory();
    for (let i = 0; i <= last; i++) mark(history, i / 100);
    const end = last / 100 * 0.5;
    const rows = history.rowsSince(CHAIN.pitch);
    const travel = (row: number) => rows[row * ROW + 1];
    assert.ok(travel(0) < end - CHAIN.pitch && travel(1) >= end - CHAIN.pitch);
    const restored = new PitchHistory();
    follow(restored, 1);
    restored.restore(rows);
    const copy = new PitchHistory();
    history.copyTo(copy);
    for (const other of [restored, copy]) {
      const there = end - CHAIN.pitch;
      assert.deepEqual(lookBack(other, there), lookBack(history, there));
    }
    // Whether the newest row is loose is handed on too.
    for (const other of [history, restored, copy]) {
      for (let i = 1; i < 9; i++) follow(other, (last + i) / 100);
    }
    assert.deepEqual(restored.rowsSince(CHAIN.pitch), history.rowsSince(CHAIN.pitch));
    assert.deepEqual(copy.rowsSince(CHAIN.pitch), history.rowsSince(CHAIN.pitch));
  }
});

Deno.test("travel: a loose row stays loose when it is handed on", () => {
  const history = new PitchHistory();
  for (let i = 1; i <= 2; i++) follow(history, i / 100);
  const restored = new PitchHistory();
  restored.restore(history.rowsSince(CHAIN.pitch));
  for (const other of [history, restored]) follow(other, 0.03);
  assert.equal(rowsOf(history), 2);
  assert.deepEqual(restored.rowsSince(CHAIN.pitch), history.rowsSince(CHAIN.pitch));
});

Deno.test("travel: nothing handed on is nothing remembered", () => {
  const empty = new PitchHistory();
  assert.equal(empty.rowsSince(1).length, 0);
  const history = followed(5);
  history.restore(empty.rowsSince(1));
  assert.ok(isNoData(lookBack(history, 2)));
});

Deno.test("laps: a record of two lap ends, as numbers and as a copy", () => {
  const laps = new LapRecord();
  const accounts = (k: number) => new Float64Array(ACCOUNTS.length).map((_, i) => 100 * k + i);
  laps.close(accounts(9), { time: 9, travel: 9 });
  laps.begin(3, 4);
  const { count, endTime, endTravel, end } = laps;
  assert.deepEqual([count, endTime, endTravel, Math.max(...end)], [0, 3, 4, 0]);
  laps.close(accounts(1), { time: 50, travel: 20 });
  laps.close(accounts(2), { time: 120, travel: 40 });
  const copy = new LapRecord();
  laps.copyTo(copy);
  const read = new LapRecord();
  const numbers = laps.toNumbers();
  let at = 0;
  read.fromNumbers(() => numbers[at++]);
  assert.equal(at, numbers.length);
  for (const record of [laps, copy, read]) {
    assert.equal(record.count, 2);
    assert.deepEqual([record.startTime, record.startTravel], [50, 20]);
    assert.deepEqual([record.endTime, record.endTravel], [120, 40]);
    assert.deepEqual(record.start, accounts(1));
    assert.deepEqual(record.end, accounts(2));
  }
});
