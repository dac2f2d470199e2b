import assert from "node:assert/strict";
import fc from "fast-check";
import { QuantileWindow } from "../../clock/quantile_window.ts";
import { PaceWindow } from "../../clock/pace_window.ts";

fc.configureGlobal({ seed: 20260919, numRuns: 300 });

Deno.test("quantiles are those of the most recent values, exactly", () => {
  const values = fc.array(fc.nat(20).map((n) => n / 4), { minLength: 1, maxLength: 60 });
  fc.assert(fc.property(values, fc.integer({ min: 1, max: 20 }), (values, capacity) => {
    const window = new QuantileWindow(capacity);
    for (let i = 0; i < values.length; i++) {
      window.add(values[i]);
      const recent = values.slice(Math.max(0, i + 1 - capacity), i + 1).sort((a, b) => a - b);
      for (const part of [0.01, 0.5, 0.99, 1]) {
        const rank = recent.findIndex((_, at) => (at + 1) >= part * recent.length);
        assert.equal(window.quantile(part), recent[rank]);
      }
    }
  }));
});

Deno.test("a window without values has no quantiles", () => {
  assert.equal(new QuantileWindow(4).quantile(0.5), NaN);
});

Deno.test("pace is taken over the most recent ticks", () => {
  const ticks = fc.array(
    fc.record({ after: fc.integer({ min: 1, max: 9 }), step: fc.nat(50) }),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(fc.property(ticks, fc.integer({ min: 1, max: 10 }), (ticks, intervals) => {
    const window = new PaceWindow(intervals);
    const seen: { time: number; simulated: number }[] = [];
    for (const { after, step } of ticks) {
      const last = seen.at(-1) ?? { time: 0, simulated: 0 };
      seen.push({ time: last.time + after, simulated: last.simulated + step });
      window.add(seen.at(-1)!.time, seen.at(-1)!.simulated);
      const from = seen.at(-1 - intervals) ?? seen[0];
      const elapsed = seen.at(-1)!.time - from.time;
      const count = Math.min(intervals, seen.length - 1);
      assert.equal(window.tickRate, elapsed === 0 ? NaN : count / elapsed);
      const simulated = last.simulated + step - from.simulated;
      assert.equal(window.rtf, elapsed === 0 ? NaN : simulated / elapsed);
    }
  }));
});
