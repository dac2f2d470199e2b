import assert from "node:assert/strict";
import { adaptive, ADAPTIVE_STEPS } from "../../engine/mod.ts";

// The door of error control: what can be asked for, and the one line that refuses the rest.

Deno.test("integration: every tolerance from 1e-12 to 1e-3 is taken as it is", () => {
  for (const tolerance of [1e-12, 1e-8, 1e-3]) {
    assert.deepEqual(adaptive(tolerance), { kind: "adaptive", tolerance, ...ADAPTIVE_STEPS });
  }
});

Deno.test("integration: other tolerances are refused in one line", () => {
  for (const tolerance of [0, -1e-6, 0.99e-12, 1.01e-3, 1, Infinity, NaN]) {
    assert.throws(() => adaptive(tolerance), {
      name: "RangeError",
      message: "Cannot integrate as tolerance must be from 1e-12 to 0.001: " +
        `current value is ${tolerance}`,
    });
  }
});

Deno.test("integration: sub-steps may be of one length, and not of none", () => {
  const step = 1e-3;
  const { shortest, longest } = { shortest: step, longest: step };
  assert.deepEqual(adaptive(1e-8, { shortest, longest }), {
    kind: "adaptive",
    tolerance: 1e-8,
    shortest,
    longest,
  });
  const refused = [[0, step], [-step, step], [NaN, step], [step, 0.5 * step], [step, NaN]] as const;
  for (const [shortest, longest] of refused) {
    assert.throws(() => adaptive(1e-8, { shortest, longest }), {
      name: "RangeError",
      message: "Cannot integrate as the longest sub-step must be at least the shortest of " +
        `${shortest} s: current value is ${longest} s`,
    });
  }
});
