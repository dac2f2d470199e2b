import assert from "node:assert/strict";
import fc from "fast-check";
import { cos, ln, PI, sin } from "../../engine/elementary.ts";

// Math.sin, cos and log of this runtime are right to 1 unit in the last place (V8: fdlibm), so the
// series must be within 2 units of them.

const bits = new DataView(new ArrayBuffer(8));

/** Size of one unit in the last place of x. */
function ulp(x: number): number {
  bits.setFloat64(0, Math.abs(x));
  const next = bits.getBigUint64(0) + 1n;
  bits.setBigUint64(0, next);
  return bits.getFloat64(0) - Math.abs(x);
}

function agree(own: number, builtIn: number): void {
  const units = Math.abs(own - builtIn) / ulp(builtIn);
  assert.ok(units <= 2, `${own} is ${units} units in the last place from ${builtIn}`);
}

const RUNS = { seed: 1, numRuns: 20_000, endOnFailure: true };

Deno.test("elementary: sine and cosine on every angle that a sprocket can turn through", () => {
  const angle = fc.double({ min: -20, max: 20, noNaN: true });
  fc.assert(
    fc.property(angle, (x) => {
      agree(sin(x), Math.sin(x));
      agree(cos(x), Math.cos(x));
    }),
    RUNS,
  );
});

Deno.test("elementary: sine and cosine of large angles, to 1e-15 absolute", () => {
  const angle = fc.double({ min: -1e5, max: 1e5, noNaN: true });
  fc.assert(
    fc.property(angle, (x) => {
      assert.ok(Math.abs(sin(x) - Math.sin(x)) <= 1e-15);
      assert.ok(Math.abs(cos(x) - Math.cos(x)) <= 1e-15);
    }),
    RUNS,
  );
});

Deno.test("elementary: sine and cosine at the quarters of a turn and around them", () => {
  assert.equal(PI, Math.PI);
  for (let quarter = -8; quarter <= 8; quarter++) {
    for (const off of [-1e-3, -1e-9, 0, 1e-9, 1e-3]) {
      const x = quarter * 0.5 * Math.PI + off;
      assert.ok(Math.abs(sin(x) - Math.sin(x)) <= 2.3e-16, `sin ${x}`);
      assert.ok(Math.abs(cos(x) - Math.cos(x)) <= 2.3e-16, `cos ${x}`);
    }
  }
  assert.equal(sin(0), 0);
  assert.equal(cos(0), 1);
});

Deno.test("elementary: logarithm over the whole range of numbers", () => {
  const exponent = fc.double({ min: -1022, max: 1023, noNaN: true });
  fc.assert(fc.property(exponent, (e) => agree(ln(2 ** e), Math.log(2 ** e))), RUNS);
});

Deno.test("elementary: logarithm near 1, where its value vanishes", () => {
  assert.equal(ln(1), 0);
  const near = fc.double({ min: 0.5, max: 2, noNaN: true });
  fc.assert(fc.property(near, (x) => agree(ln(x), Math.log(x))), RUNS);
  const nearer = fc.double({ min: -1e-6, max: 1e-6, noNaN: true });
  fc.assert(fc.property(nearer, (x) => agree(ln(1 + x), Math.log(1 + x))), RUNS);
});

Deno.test("elementary: logarithm of what has none is NaN", () => {
  for (const x of [0, -1, NaN, Infinity, -Infinity]) assert.ok(Number.isNaN(ln(x)), `ln ${x}`);
});
