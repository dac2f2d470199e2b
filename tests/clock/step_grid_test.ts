import assert from "node:assert/strict";
import fc from "fast-check";
import { StepGrid, wholeSteps } from "../../clock/mod.ts";

fc.configureGlobal({ seed: 20260919, numRuns: 300 });

Deno.test("whole steps of decimal fractions are exact however they round", () => {
  // ticks x (tenths / 10) x (1 / dt) / fps in whole numbers
  const cases = fc.tuple(
    fc.integer({ min: 0, max: 1e7 }),
    fc.integer({ min: 1, max: 10_000 }),
    fc.constantFrom(50, 60, 64, 100, 240, 250, 300, 480, 500, 1000, 2000),
    fc.integer({ min: 1, max: 120 }),
  );
  fc.assert(fc.property(cases, ([ticks, tenths, rate, fps]) => {
    const exact = BigInt(ticks) * BigInt(tenths) * BigInt(rate) / (10n * BigInt(fps));
    assert.equal(wholeSteps(ticks * (tenths / 10) / (fps * (1 / rate))), Number(exact));
  }));
});

Deno.test("the time of a step is the nearest number to step / rate", () => {
  assert.equal(new StepGrid(0.001).timeOf(9), 0.009);
  assert.notEqual(9 * 0.001, 0.009, "why timeOf divides");
  assert.equal(new StepGrid(1 / 240).timeOf(144_000), 600);
  assert.equal(new StepGrid(0.3).timeOf(7), 7 * 0.3);
  assert.equal(new StepGrid(2).timeOf(3), 6);
  assert.equal(new StepGrid(1 / 240, 600).timeOf(120), 600.5);
});

Deno.test("an instant on the grid is no time ahead of its step", () => {
  const cases = fc.tuple(
    fc.integer({ min: 0, max: 1e8 }),
    fc.constantFrom(0.001, 0.002, 0.005, 0.01, 1 / 240, 1 / 60, 1 / 3, 0.3, 2),
  );
  fc.assert(fc.property(cases, ([step, dt]) => {
    const grid = new StepGrid(dt);
    assert.deepEqual(grid.place(grid.timeOf(step)), { step, ahead: 0 });
    assert.deepEqual(grid.place(step * dt), { step, ahead: 0 });
  }));
});

Deno.test("so it is past an origin, however the time of the origin and the instant round", () => {
  const steps = fc.constantFrom(50, 60, 100, 240, 1000);
  const cases = fc.record({
    rate: steps,
    before: fc.integer({ min: 0, max: 1e8 }),
    next: steps,
    step: fc.integer({ min: 0, max: 1e8 }),
  });
  fc.assert(fc.property(cases, ({ rate, before, next, step }) => {
    const grid = new StepGrid(1 / next, new StepGrid(1 / rate).timeOf(before));
    assert.deepEqual(grid.place(grid.timeOf(step)), { step, ahead: 0 });
    const nearest = (before * next + step * rate) / (rate * next);
    assert.deepEqual(grid.place(nearest), { step, ahead: 0 });
  }));
});

Deno.test("an instant off the grid lies within a step of the one before it", () => {
  const cases = fc.tuple(
    fc.integer({ min: 0, max: 1e5 }),
    fc.integer({ min: 1, max: 999 }),
    fc.integer({ min: 1, max: 1000 }),
  );
  fc.assert(fc.property(cases, ([step, part, rate]) => {
    const dt = 1 / rate;
    const place = new StepGrid(dt).place((step + part / 1000) / rate);
    assert.equal(place.step, step);
    assert.ok(Math.abs(place.ahead - part / 1000 * dt) < 1e-9 * dt * (1 + step));
    assert.ok(place.ahead > 0 && place.ahead < dt);
  }));
});
