import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type ClockOptions,
  emptyReading,
  ManualTime,
  MasterClock,
  STEP_MARGIN,
  type Wake,
} from "../../clock/mod.ts";

fc.configureGlobal({ seed: 20260919, numRuns: 300 });

const OPTIONS: ClockOptions = { fps: 30, dt: 1 / 240, speed: 1 };

/** A clock in manual time whose steps take `stepCost` seconds. */
function setUp(options: Partial<ClockOptions> = {}, stepCost = 0) {
  const time = new ManualTime();
  const clock = new MasterClock(time, { ...OPTIONS, ...options });
  /** Does all that is granted in a tick; returns how many steps that were. */
  const work = (): number => {
    let done = 0;
    for (let granted = clock.grant(); granted > 0; granted = clock.grant()) {
      done += granted;
      time.advance(granted * stepCost);
    }
    clock.endTick();
    return done;
  };
  const tick = (): number => {
    assert.equal(clock.awaitTick(), true);
    return work();
  };
  const read = () => {
    const reading = emptyReading();
    clock.read(reading);
    return reading;
  };
  return { time, clock, tick, read };
}

Deno.test("deadlines are the anchor + k / fps, without drift, however late ticks come", () => {
  const lateness = fc.array(fc.double({ min: 0, max: 0.9, noNaN: true }), { maxLength: 50 });
  fc.assert(fc.property(lateness, fc.integer({ min: 1, max: 120 }), (lateness, fps) => {
    const { time, clock, tick } = setUp({ fps });
    time.advance(1.7);
    const anchor = time.now();
    for (let k = 0; k < lateness.length; k++) {
      time.oversleep = lateness[k] / fps;
      tick();
      assert.equal(clock.deadline, anchor + k / fps);
    }
    assert.equal(clock.skippedTicks, 0);
  }));
});

Deno.test("k ticks make exactly floor(k speed / (fps dt)) steps due", () => {
  const settings = fc.record({
    fps: fc.integer({ min: 1, max: 120 }),
    tenths: fc.integer({ min: 1, max: 10_000 }),
    rate: fc.constantFrom(50, 60, 100, 240, 480, 1000, 2000),
  });
  fc.assert(fc.property(settings, ({ fps, tenths, rate }) => {
    const { clock, tick } = setUp({ fps, speed: tenths / 10, dt: 1 / rate });
    for (let k = 0; k < 60; k++) {
      tick();
      const exact = BigInt(k) * BigInt(tenths) * BigInt(rate) / (10n * BigInt(fps));
      assert.equal(clock.stepsDone, Number(exact));
    }
  }));
});

/** One thing that happens to a clock. Speeds are in tenths, so that due steps are exact. */
type Happening =
  | { readonly kind: "tick"; readonly late: number; readonly stepCost: number }
  | { readonly kind: "speed"; readonly tenths: number }
  | { readonly kind: "dt"; readonly rate: number }
  | { readonly kind: "hold" | "resume" | "single" };

const HAPPENING: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("tick" as const),
      late: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 4, noNaN: true })),
      stepCost: fc.constantFrom(0, 0, 1e-6, 1e-4, 3e-3, 0.1),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("speed" as const),
      tenths: fc.constantFrom(1, 7, 10, 25, 300, 10_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("dt" as const),
      rate: fc.constantFrom(10, 50, 60, 240, 1000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("hold" as const, "resume", "single") }),
  },
);

Deno.test("whatever happens, steps done + dropped = steps due, and never in a burst", () => {
  const fps = 30;
  fc.assert(fc.property(fc.array(HAPPENING, { maxLength: 60 }), (happenings) => {
    let rate = 100;
    const { time, clock } = setUp({ fps, dt: 1 / rate });
    let tenths = 10;
    let held = false;
    let paceTick = 0;
    let settled = 0;
    const number = () => Math.max(0, Math.round((clock.deadline || 0) * fps));
    const due = () => held ? 0 : Math.floor((number() - paceTick) * tenths * rate / (10 * fps));
    for (const happening of happenings) {
      if (happening.kind === "tick") {
        time.oversleep = happening.late / fps;
        clock.awaitTick();
        let done = 0;
        for (let granted = clock.grant(); granted > 0; granted = clock.grant()) {
          done += granted;
          time.advance(granted * happening.stepCost);
        }
        clock.endTick();
        assert.ok(done <= Math.ceil(tenths * rate / (10 * fps)), "no more than one tick's steps");
        assert.equal(clock.stepsDone + clock.droppedSteps, settled + due());
        continue;
      }
      settled += due();
      if (happening.kind === "single") settled++;
      paceTick = number();
      if (happening.kind === "speed") clock.speed = (tenths = happening.tenths) / 10;
      else if (happening.kind === "dt") clock.dt = 1 / (rate = happening.rate);
      else held = happening.kind !== "resume";
      if (happening.kind === "hold") clock.hold();
      if (happening.kind === "resume") clock.resume();
      if (happening.kind === "single") clock.singleStep();
      assert.equal(clock.held, held);
    }
  }));
});

Deno.test("ticks that went by are skipped and counted, and their steps with them", () => {
  const { time, clock, tick, read } = setUp();
  assert.deepEqual([tick(), tick(), tick()], [0, 8, 8]);
  time.oversleep = 3.5 / 30;
  assert.equal(tick(), 8, "the steps of one tick, not of four");
  assert.equal(clock.deadline, 6 / 30, "tick 3 came so late that it is tick 6");
  assert.equal(clock.skippedTicks, 3);
  assert.equal(clock.droppedSteps, 24);
  assert.equal(read().overruns, 3);
  assert.ok(Math.abs(read().lateness - 3.5 / 30) < 1e-12, "late since tick 3 was due");
  assert.equal(tick(), 8);
  assert.equal(clock.deadline, 7 / 30, "back on the grid");
  assert.equal(read().lateness, 0);
});

Deno.test("ticks that went by while time was held are no overruns", () => {
  const { time, clock, tick, read } = setUp();
  tick();
  clock.hold();
  time.oversleep = 3.5 / 30;
  assert.equal(tick(), 0);
  assert.equal(clock.skippedTicks, 3);
  assert.deepEqual([read().overruns, clock.droppedSteps], [0, 0]);
});

Deno.test("a tick that comes when the next is due is the next", () => {
  const { time, clock, tick } = setUp({ fps: 4 });
  tick();
  time.oversleep = 0.25;
  tick();
  assert.deepEqual([clock.deadline, clock.skippedTicks], [0.5, 1]);
});

Deno.test("steps not done when the tick ends are dropped and counted", () => {
  const stepCost = 1e-5;
  const { time, clock, tick, read } = setUp({ speed: 1000 }, stepCost);
  tick();
  for (let k = 1; k <= 20; k++) {
    const done = tick();
    assert.ok(done > 0 && done < 8000);
    assert.equal(clock.stepsDone + clock.droppedSteps, 8000 * k);
    assert.ok(time.now() <= (k + 1) / 30, "the next tick is not late");
  }
  const { overruns, droppedSteps, rtf, lateness } = read();
  assert.deepEqual([overruns, lateness], [20, 0]);
  assert.equal(droppedSteps, clock.droppedSteps);
  assert.ok(rtf > 300 && rtf < 1 / 240 / stepCost);
});

Deno.test("a step longer than a tick is still done, one in each tick that comes", () => {
  const { clock, tick, read } = setUp({ dt: 1 / 30 }, 0.05);
  tick();
  for (let k = 1; k <= 10; k++) assert.equal(tick(), 1);
  assert.equal(clock.stepsDone, 10);
  assert.ok(clock.skippedTicks > 0);
  assert.equal(clock.droppedSteps, clock.skippedTicks);
  assert.equal(read().overruns, 10 + clock.skippedTicks, "each finished late");
});

Deno.test("at speed Infinity steps go on until just before the deadline; none is dropped", () => {
  const stepCost = 2e-6;
  const { time, clock, tick, read } = setUp({ speed: Infinity }, stepCost);
  assert.equal(tick(), 0, "frame 0 is at time 0");
  for (let k = 1; k <= 40; k++) {
    tick();
    const spare = (k + 1) / 30 - time.now();
    assert.ok(spare > 0 && spare <= STEP_MARGIN, `spare ${spare}`);
  }
  const { overruns, droppedSteps, rtf, target } = read();
  assert.deepEqual([overruns, droppedSteps, target], [0, 0, Infinity]);
  assert.ok(rtf > 0.97 / 240 / stepCost && rtf < 1 / 240 / stepCost);
  clock.speed = 1;
  assert.equal(tick(), 8);
});

Deno.test("chunks grow while steps are cheap, to a bound, and shrink when they are not", () => {
  const { time, clock } = setUp({ speed: 1000 });
  const chunks = (stepCost: number): number[] => {
    const all: number[] = [];
    clock.awaitTick();
    for (let granted = clock.grant(); granted > 0; granted = clock.grant()) {
      all.push(granted);
      time.advance(granted * stepCost);
    }
    clock.endTick();
    return all;
  };
  assert.deepEqual(chunks(0), []);
  assert.deepEqual(chunks(0).slice(0, 10), [1, 2, 4, 8, 16, 32, 64, 128, 256, 256]);
  assert.deepEqual(chunks(1e-5).slice(0, 6), [256, 128, 64, 32, 16, 8]);
});

Deno.test("what the caller will not do in a tick ceases to be due", () => {
  for (const speed of [10, Infinity]) {
    const { clock, read } = setUp({ speed });
    clock.awaitTick();
    clock.endTick();
    clock.awaitTick();
    let left = 5;
    for (let granted = clock.grant(left); granted > 0; granted = clock.grant(left)) left -= granted;
    clock.endTick();
    assert.equal(left, 0);
    assert.deepEqual([clock.stepsDone, read().droppedSteps, read().overruns], [5, 0, 0]);
  }
});

Deno.test("a hold in the middle of a tick takes effect at the next step boundary", () => {
  for (const speed of [1000, Infinity]) {
    const { clock, tick, read } = setUp({ speed }, 1e-5);
    tick();
    clock.awaitTick();
    const granted = clock.grant();
    clock.hold();
    assert.equal(clock.grant(), 0);
    clock.endTick();
    assert.equal(clock.stepsDone, granted);
    assert.equal(tick(), 0);
    assert.deepEqual([read().droppedSteps, read().held], [0, true]);
  }
});

Deno.test("another step goes on at the same pace, from the next tick", () => {
  const { clock, tick, read } = setUp({ fps: 60, speed: 2 });
  for (let k = 0; k < 90; k++) tick();
  clock.dt = 0.02;
  assert.equal(clock.dt, 0.02);
  const done = [tick(), tick(), tick(), tick(), tick()];
  assert.deepEqual(done, [1, 2, 2, 1, 2], "floor(k 2 / 1.2) after k ticks");
  for (let k = 0; k < 55; k++) {
    // Steps of two lengths lie in the last second of ticks.
    const { rtf, fps } = read();
    assert.ok(Math.abs(rtf - 2) < 0.02 + 1e-9, `rtf ${rtf}`);
    assert.ok(Math.abs(fps - 60) < 1e-9);
    tick();
  }
  assert.equal(clock.droppedSteps, 0);
  assert.throws(() => clock.dt = 0, /dt must be above 0 and finite: current value is 0/);
  assert.equal(clock.dt, 0.02, "as it was");
});

Deno.test("time held is not caught up", () => {
  const { clock, tick, read } = setUp();
  for (let k = 0; k < 4; k++) tick();
  clock.hold();
  for (let k = 0; k < 40; k++) assert.equal(tick(), 0);
  assert.equal(read().rtf, 0);
  clock.singleStep();
  assert.equal(clock.stepsDone, 25);
  assert.equal(tick(), 0);
  clock.resume();
  assert.deepEqual([tick(), tick(), clock.stepsDone], [8, 8, 41]);
  assert.equal(clock.droppedSteps, 0);
});

Deno.test("a single step holds a clock that runs", () => {
  const { clock, tick } = setUp();
  tick();
  clock.singleStep();
  assert.deepEqual([clock.held, clock.stepsDone, tick()], [true, 1, 0]);
});

Deno.test("a wake ends the wait; the same tick is still to come", () => {
  const { time, clock } = setUp();
  const words = new Int32Array(new SharedArrayBuffer(4));
  const wake: Wake = { words, index: 0, expected: 0 };
  clock.awaitTick(wake);
  clock.endTick();
  time.schedule(0.01, () => words[0] = 1);
  assert.equal(clock.awaitTick(wake), false);
  assert.equal(time.now(), 0.01);
  assert.equal(clock.awaitTick({ ...wake, expected: 1 }), true);
  assert.equal(time.now(), 1 / 30);
});

Deno.test("a reading says how late and how fast ticks really were", () => {
  const { time, tick, read } = setUp();
  const asked = { target: 1, targetFps: 30 };
  assert.deepEqual(read(), { ...emptyReading(), ...asked, overruns: 0, droppedSteps: 0 });
  for (let k = 0; k < 100; k++) {
    if (k >= 98) time.oversleep = 0.01;
    tick();
  }
  const { rtf, fps, latenessP50, latenessP99, latenessMax } = read();
  // Over the last second of ticks: 30 in 1 s, the last of them 0.01 s late.
  assert.ok(Math.abs(fps - 30 / 1.01) < 1e-9);
  assert.ok(Math.abs(rtf - 1 / 1.01) < 1e-9);
  assert.ok(latenessP50 < 1e-12);
  assert.ok(Math.abs(latenessP99 - 0.01) < 1e-12);
  assert.ok(Math.abs(latenessMax - 0.01) < 1e-12);
});

Deno.test("options outside their range are refused with the value", () => {
  const refused: [Partial<ClockOptions>, RegExp][] = [
    [{ fps: 0 }, /fps must be 1 to 120: current value is 0/],
    [{ fps: 121 }, /fps .* current value is 121/],
    [{ fps: NaN }, /fps .* current value is NaN/],
    [{ dt: 0 }, /dt must be above 0 and finite: current value is 0/],
    [{ dt: Infinity }, /dt .* current value is Infinity/],
    [{ speed: 0.09 }, /speed must be 0.1 to 1000, or Infinity: current value is 0.09/],
    [{ speed: -1 }, /speed .* current value is -1/],
    [{ speed: 1001 }, /speed .* current value is 1001/],
    [{ speed: NaN }, /speed .* current value is NaN/],
  ];
  for (const [options, message] of refused) {
    assert.throws(() => setUp(options), { name: "RangeError", message });
  }
  const { clock } = setUp();
  assert.throws(() => clock.speed = 0, RangeError);
  assert.equal(clock.speed, 1, "as it was");
});
