import assert from "node:assert/strict";
import fc from "fast-check";
import { placeOnGrid, stepTime, wholeSteps } from "../../clock/mod.ts";

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
  assert.equal(stepTime(9, 0.001), 0.009);
  assert.notEqual(9 * 0.001, 0.009, "why stepTime divides");
  assert.equal(stepTime(144_000, 1 / 240), 600);
  assert.equal(stepTime(7, 0.3), 7 * 0.3);
  assert.equal(stepTime(3, 2), 6);
});

Deno.test("an instant on the grid is no time ahead of its step", () => {
  const cases = fc.tuple(
    fc.integer({ min: 0, max: 1e8 }),
    fc.constantFrom(0.001, 0.002, 0.005, 0.01, 1 / 240, 1 / 60, 1 / 3, 0.3, 2),
  );
  fc.assert(fc.property(cases, ([step, dt]) => {
    assert.deepEqual(placeOnGrid(stepTime(step, dt), dt), { step, ahead: 0 });
    assert.deepEqual(placeOnGrid(step * dt, dt), { step, ahead: 0 });
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
    const place = placeOnGrid((step + part / 1000) / rate, dt);
    assert.equal(place.step, step);
    assert.ok(Math.abs(place.ahead - part / 1000 * dt) < 1e-9 * dt * (1 + step));
    assert.ok(place.ahead > 0 && place.ahead < dt);
  }));
});
