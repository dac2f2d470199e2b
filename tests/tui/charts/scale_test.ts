import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { niceScale } from "../../../tui/charts/mod.ts";

const RANGE = { min: 0, max: 7 };

Deno.test("an axis has round ends, and zero where it is near", () => {
  deepEqual(niceScale({ min: 2533, max: 2644 }, RANGE), { min: 2500, max: 2650 });
  deepEqual(niceScale({ min: 1.2, max: 2.6 }, RANGE), { min: 0, max: 3 });
  deepEqual(niceScale({ min: -11, max: 42 }, RANGE), { min: -20, max: 60 });
  deepEqual(niceScale({ min: -0.3, max: -0.1 }, RANGE), { min: -0.3, max: 0 });
});

Deno.test("nothing to show has the range of the channel, and so has a value that stays", () => {
  deepEqual(niceScale({ min: NaN, max: NaN }, RANGE), RANGE);
  deepEqual(niceScale({ min: 0, max: 0 }, RANGE), RANGE);
  deepEqual(niceScale({ min: 5, max: 5 + 1e-7 }, RANGE), RANGE);
  deepEqual(niceScale({ min: 0, max: 0 }, { min: 1, max: 2 }), { min: -1, max: 1 });
  deepEqual(niceScale({ min: 100, max: 100 }, RANGE), { min: 50, max: 150 });
});

Deno.test("an axis spans all that is shown, and not much more", () => {
  const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(value, value, (one, other) => {
      const extent = { min: Math.min(one, other), max: Math.max(one, other) };
      const size = Math.max(Math.abs(one), Math.abs(other));
      fc.pre(extent.max - extent.min > 1e-5 * size && size > 1e-200);
      const { min, max } = niceScale(extent, RANGE);
      const slack = 1e-8 * size;
      ok(min <= extent.min + slack && max >= extent.max - slack, `${min} to ${max}`);
      ok(max - min <= 4.1 * (extent.max - extent.min), `${min} to ${max}`);
    }),
    { seed: 7, endOnFailure: true },
  );
});
