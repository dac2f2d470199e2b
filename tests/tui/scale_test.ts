import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { niceScale } from "../../tui/scale.ts";

const FALLBACK = { min: 0, max: 7 };

Deno.test("an axis has round ends and spans zero", () => {
  deepEqual(niceScale({ min: 2533, max: 2644 }, FALLBACK), { min: 0, max: 3000 });
  deepEqual(niceScale({ min: -11, max: 42 }, FALLBACK), { min: -12, max: 50 });
  deepEqual(niceScale({ min: -3, max: -1 }, FALLBACK), { min: -3, max: 0 });
});

Deno.test("nothing to show has the axis of the dictionary", () => {
  deepEqual(niceScale({ min: NaN, max: NaN }, FALLBACK), FALLBACK);
  deepEqual(niceScale({ min: 0, max: 0 }, FALLBACK), FALLBACK);
});

Deno.test("an axis spans all that is shown, and little more", () => {
  const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(value, value, (one, other) => {
      const extent = { min: Math.min(one, other), max: Math.max(one, other) };
      const { min, max } = niceScale(extent, FALLBACK);
      const slack = 1e-9 * Math.max(Math.abs(min), Math.abs(max));
      const nothing = 1e-300;
      ok(min <= extent.min + slack + nothing && max >= extent.max - slack - nothing);
      if (extent.max > nothing) ok(max <= 1.4 * extent.max || max === FALLBACK.max);
    }),
    { seed: 7 },
  );
});
