import assert from "node:assert/strict";
import fc from "fast-check";
import { between, isContinuous, LONGEST_DELAY, Playout, STRETCH } from "../../../tap/client/mod.ts";
import { channelIndex, CHANNELS, FLOATER_COLUMNS, type Frame } from "../../../telemetry/mod.ts";
import { DueFrames } from "../../../tap/mod.ts";
import { numberedFrame } from "../fixtures.ts";

const PAINT = 1 / 30;
const POWER = channelIndex("generator.power");
const LOCKED = channelIndex("clutch.locked");
const LAP = channelIndex("lap.power");

/** Frame `index` of a source of `rate` frames a second. */
function frameAt(index: number, rate: number): Frame {
  const time = index / rate;
  const values = Float64Array.from(CHANNELS, () => time);
  values[LOCKED] = Math.floor(time) % 2;
  return numberedFrame(index, { timestamp: 1_700_000_000 + time, simulationTime: time, values });
}

/** What a way does to frames. */
interface Way {
  readonly rate: number;
  readonly seconds: number;
  /** How long frame `index` takes, s. */
  readonly transit: (index: number) => number;
}

/** What is shown at each screen, and when. */
function play(
  { rate, seconds, transit }: Way,
): { paints: (Frame & { at: number })[][]; playout: Playout } {
  const playout = new Playout(PAINT);
  const arrivals: { at: number; frame: Frame }[] = [];
  for (let index = 0; index < seconds * rate; index++) {
    // One after the other, as a stream brings them.
    const at = Math.max(arrivals.at(-1)?.at ?? 0, index / rate + transit(index));
    arrivals.push({ at, frame: frameAt(index, rate) });
  }
  const paints: (Frame & { at: number })[][] = [];
  for (let paint = 0; paint < seconds / PAINT; paint++) {
    const at = paint * PAINT;
    while (arrivals.length > 0 && arrivals[0].at <= at) {
      const { at, frame } = arrivals.shift()!;
      playout.push(frame, at);
    }
    paints.push(playout.take(at).map((frame) => ({ ...frame, values: frame.values.slice(), at })));
  }
  return { paints, playout };
}

/** Simulated time from each screen to the next. */
function stepsOf(paints: readonly (readonly Frame[])[]): number[] {
  const times = paints.map((shown) => shown.at(-1)?.simulationTime ?? NaN);
  return times.slice(1).map((time, index) => time - times[index]);
}

/** Pseudo-random numbers from 0 to 1. */
function noise(index: number): number {
  const x = Math.sin(index * 12.9898) * 43758.5453;
  return x - Math.floor(x);
}

Deno.test("10 Hz in gives 30 different screens a second, each a step of time further", () => {
  for (const jitter of [0, 0.03, 0.08]) {
    const { paints } = play({ rate: 10, seconds: 20, transit: (i) => 0.05 + jitter * noise(i) });
    // After the buffer has learnt the jitter.
    for (let second = 10; second < 19; second++) {
      const screens = paints.slice(second * 30, (second + 1) * 30).map((shown) => shown.at(-1));
      const different = new Set(screens.map((frame) => frame?.values[POWER]));
      assert.equal(different.size, 30, `second ${second}, jitter ${jitter} s`);
    }
    const times = paints.flat().map(({ simulationTime }) => simulationTime);
    assert.deepEqual(times, times.toSorted((a, b) => a - b), "time never goes back");
    const steps = times.slice(-200).map((time, index, all) => time - (all[index - 1] ?? time));
    assert.ok(Math.max(...steps) < 2 * PAINT + 1e-9, "no screen jumps");
  }
});

Deno.test("motion is even: what is shown moves on by a screen's time at every screen", () => {
  // Rates that screens divide and that they do not; a way that becomes worse, and better again.
  for (const rate of [3, 7, 10, 15]) {
    const { paints } = play({
      rate,
      seconds: 60,
      transit: (i) => 0.05 + [0, 0.06, 0.01][Math.floor(i / rate / 20)] * noise(i),
    });
    const steps = stepsOf(paints);
    for (const [second, most] of [[8, 0.01], [32, 0.04], [52, 0.04]]) {
      const some = steps.slice(second * 30, (second + 7) * 30);
      const uneven = some.filter((step) => Math.abs(step / PAINT - 1) > STRETCH + 1e-6);
      const share = uneven.length / some.length;
      assert.ok(share <= most, `${rate} Hz, second ${second}: ${share} of the screens`);
    }
  }
});

Deno.test("motion is even for rates that leave frames out unevenly", () => {
  for (const rate of [20, 12, 7]) {
    const playout = new Playout(PAINT);
    const due = new DueFrames();
    const paints: Frame[][] = [];
    for (let tick = 0; tick < 30 * 30; tick++) {
      const frame = frameAt(tick, 30);
      const now = tick / 30 + 0.02 + 0.01 * noise(tick);
      if (due.isDue(frame, { rate, fps: 30 })) playout.push(frame, now);
      paints.push(playout.take((tick + 1) / 30).map((each) => ({ ...each })));
    }
    assert.equal(playout.isDirect, false, `${rate} Hz`);
    const steps = stepsOf(paints).slice(-600);
    const uneven = steps.filter((step) => Math.abs(step / PAINT - 1) > STRETCH + 1e-6);
    assert.ok(uneven.length <= 12, `${rate} Hz: ${uneven.length} of 600 screens`);
  }
});

Deno.test("every frame that came is shown once, whole, and in order", () => {
  const seed = { seed: 7, numRuns: 100, endOnFailure: true };
  const ways = fc.record({
    rate: fc.constantFrom(1, 5, 10, 20, 30, 60),
    transits: fc.array(fc.double({ min: 0, max: 3, noNaN: true }), {
      minLength: 20,
      maxLength: 20,
    }),
  });
  fc.assert(
    fc.property(ways, ({ rate, transits }) => {
      const { paints, playout } = play({ rate, seconds: 8, transit: (i) => transits[i % 20] });
      const rest = playout.take(Infinity);
      const whole = [...paints.flat(), ...rest].filter(({ timestamp, simulationTime }) =>
        Math.abs(simulationTime * rate - Math.round(simulationTime * rate)) < 1e-9 &&
        timestamp === 1_700_000_000 + simulationTime
      );
      const seen = [...new Set(whole.map(({ frameId }) => frameId))];
      assert.deepEqual(seen, seen.map((_, index) => index));
      const times = paints.flat().map(({ simulationTime }) => simulationTime);
      assert.deepEqual(times, times.toSorted((a, b) => a - b));
    }),
    seed,
  );
});

Deno.test("frames as fast as the screen are shown the moment they come", () => {
  for (const rate of [25, 30, 60]) {
    const { paints, playout } = play({ rate, seconds: 5, transit: () => 0.01 });
    assert.equal(playout.isDirect, true);
    assert.equal(playout.delay, 0);
    const late = paints.flat().map(({ at, timestamp }) => at - (timestamp - 1_700_000_000));
    assert.ok(Math.max(...late) < 0.01 + PAINT + 1e-6, `${Math.max(...late)} s`);
  }
});

Deno.test("the delay is an interval and the jitter, and never more than its bound", () => {
  const even = play({ rate: 10, seconds: 10, transit: () => 0.3 }).playout;
  assert.ok(Math.abs(even.delay - 0.1) < 1e-6, `${even.delay} s`);
  const uneven = play({ rate: 10, seconds: 10, transit: (i) => 0.08 * noise(i) }).playout;
  assert.ok(uneven.delay > 0.15 && uneven.delay < 0.2, `${uneven.delay} s`);
  const slow = play({ rate: 0.2, seconds: 60, transit: () => 0 }).playout;
  assert.ok(slow.delay <= LONGEST_DELAY);
});

Deno.test("a way that lags 2 s from one moment on is followed, and learnt", () => {
  const { paints } = play({ rate: 10, seconds: 40, transit: (i) => i < 100 ? 0.02 : 2.02 });
  const shown = (second: number) => paints[second * 30].at(-1)?.simulationTime ?? NaN;
  assert.ok(Math.abs(shown(9) - 8.85) < 0.1, `${shown(9)} s`);
  assert.ok(Math.abs(shown(39) - 36.85) < 0.15, `${shown(39)} s`);
  const different = new Set(paints.slice(-60, -30).map((each) => each.at(-1)?.values[POWER]));
  assert.equal(different.size, 30, "smooth again");
});

Deno.test("frames that are sent again after a loss are shown at once and teach nothing", () => {
  const playout = new Playout(PAINT);
  for (let index = 0; index < 50; index++) playout.push(frameAt(index, 10), index / 10);
  playout.take(5.05);
  const before = playout.delay;
  for (let index = 50; index < 250; index++) playout.push(frameAt(index, 10), 25);
  assert.equal(playout.take(25.2).length, 200);
  for (let index = 250; index < 350; index++) playout.push(frameAt(index, 10), index / 10);
  assert.ok(playout.delay <= before + 1e-6, `${playout.delay} s`);
});

Deno.test("nothing is made up across a restart, a fault or a long hole", () => {
  const next = frameAt(1, 1);
  for (
    const after of [
      { ...next, simulationTime: -1 },
      { ...next, status: "fault" as const },
      { ...next, timestamp: next.timestamp + 10 },
    ]
  ) {
    const playout = new Playout(PAINT);
    const before = frameAt(0, 1);
    playout.push(before, 0);
    playout.push(after, 1);
    const shown = [0, 0.3, 0.6, 0.9, 1.5, 12].flatMap((at) => playout.take(at));
    assert.deepEqual(new Set(shown), new Set([before, after]));
  }
});

Deno.test("between two frames numbers lie on a line, words and counts stay, so does null", () => {
  const [before, after] = [frameAt(0, 1), frameAt(1, 1)];
  before.values[POWER] = NaN;
  const torque = channelIndex("shaft.torque");
  after.values[torque] = NaN;
  const at = between(
    [before, { ...after, status: "held" }],
    0.25,
    { values: new Float64Array(CHANNELS.length), floaters: new Float64Array(0) },
  );
  CHANNELS.forEach(({ id }, index) => {
    const expected = index === POWER
      ? NaN
      : index === torque || !isContinuous(CHANNELS[index])
      ? 0
      : 0.25;
    assert.equal(at.values[index], expected, id);
  });
  assert.equal(at.status, "running");
  assert.equal(at.values[LAP], 0);
  assert.deepEqual([at.frameId, at.simulationTime], [0, 0.25]);
});

Deno.test("between two frames floaters fill on a line, and valves are as they were", () => {
  const frameOf = (...rows: Record<string, number>[]) => {
    const floaters = rows.flatMap((row) => FLOATER_COLUMNS.map((column) => row[column] ?? NaN));
    const rest = { floaterCount: rows.length, floaters: Float64Array.from(floaters) };
    return { ...frameAt(0, 1), ...rest };
  };
  const full = { mass: 0.2, temperature: 290, volume: 0.16, valve: 1 };
  const before = frameOf({ mass: 0, volume: 0, valve: 0 }, full);
  const room = { values: new Float64Array(CHANNELS.length), floaters: new Float64Array(0) };
  const filling = between([before, frameOf(full, { ...full, temperature: 288 })], 0.5, room);
  const { floaters } = frameOf(
    { mass: 0.1, volume: 0.08, valve: 0 },
    { ...full, temperature: 289 },
  );
  assert.deepEqual([...filling.floaters], [...floaters]);
  const rebuilt = between([before, frameOf(full)], 0.5, room);
  assert.deepEqual([...rebuilt.floaters], [...before.floaters], "other floaters are no way there");
});
