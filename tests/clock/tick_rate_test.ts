import assert from "node:assert/strict";
import fc from "fast-check";
import { emptyReading, ManualTime, MasterClock } from "../../clock/mod.ts";

fc.configureGlobal({ seed: 20261121, numRuns: 100, endOnFailure: true });

/** A clock in manual time whose steps take `stepCost` seconds. */
function setUp({ fps = 30, dt = 1 / 240 }, stepCost = 0) {
  const time = new ManualTime();
  const clock = new MasterClock(time, { fps, dt, speed: 1 });
  const tick = () => {
    clock.awaitTick();
    for (let granted = clock.grant(); granted > 0; granted = clock.grant()) {
      time.advance(granted * stepCost);
    }
    clock.endTick();
  };
  const read = () => {
    const reading = emptyReading();
    clock.read(reading);
    return reading;
  };
  return { clock, tick, read };
}

Deno.test("another rate of ticks begins at the tick that goes on, and no step is due twice", () => {
  const rates = fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 8 });
  fc.assert(fc.property(rates, (rates) => {
    const { clock, tick, read } = setUp({ fps: 30 });
    let due = NaN;
    tick();
    for (const fps of rates) {
      const { deadline } = clock;
      clock.fps = fps;
      assert.ok(Math.abs(clock.deadline - deadline) < 1e-9, "this tick was due when it was");
      due = deadline;
      for (let k = 1; k <= 2 * fps; k++) {
        tick();
        assert.ok(Math.abs(clock.deadline - (due + k / fps)) < 1e-9);
      }
      assert.ok(Math.abs(read().fps - fps) < 1e-6);
      assert.equal(read().targetFps, fps);
    }
    assert.equal(clock.droppedSteps, 0);
    assert.equal(clock.skippedTicks, 0);
  }));
});

Deno.test("a rate of ticks out of range is refused, and nothing changes", () => {
  const { clock, tick } = setUp({ fps: 30 });
  tick();
  for (const fps of [0, 0.5, 121, NaN, Infinity]) {
    assert.throws(() => clock.fps = fps, {
      name: "RangeError",
      message: `Cannot run a clock as fps must be 1 to 120: current value is ${fps}`,
    });
  }
  assert.equal(clock.fps, 30);
});

Deno.test("the load is the part of the tick that its steps took", () => {
  const { tick, read } = setUp({ fps: 10, dt: 1 / 100 }, 2e-3);
  assert.equal(read().load, NaN);
  tick();
  assert.ok(Math.abs(read().load) < 1e-9, "nothing is due at the first");
  tick();
  assert.ok(Math.abs(read().load - 0.2) < 1e-9, `${read().load}`);
});
