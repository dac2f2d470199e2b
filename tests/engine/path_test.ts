import assert from "node:assert/strict";
import fc from "fast-check";
import { pathHeight, pathLength, pathPart } from "../../engine/mod.ts";
import { near } from "./rig.ts";

// The closed path of PHYSICS.md section 2.

const PATH = { height: 8.135, radius: 0.8649 };
const ARC = Math.PI * PATH.radius;
const LENGTH = 2 * PATH.height + 2 * ARC;

/** Paths of every shape, with a place on them as a share of their length. */
const places = fc.record({
  height: fc.double({ min: 0.5, max: 40, noNaN: true }),
  radius: fc.double({ min: 0.05, max: 5, noNaN: true }),
  share: fc.double({ min: 0, max: 0.999999, noNaN: true }),
});

Deno.test("path: its length is the published 21.7043 m", () => {
  near(pathLength(PATH), 21.7043, { what: "length", absolute: 5e-5 });
  near(pathLength(PATH), LENGTH, { what: "length", relative: 1e-15 });
});

Deno.test("path: heights of the corners and of the ends of both sprockets", () => {
  const heights: [number, number][] = [
    [0, 0],
    [4, 4],
    [PATH.height, PATH.height],
    [PATH.height + ARC / 2, PATH.height + PATH.radius],
    [PATH.height + ARC, PATH.height],
    [PATH.height + ARC + 0.5, PATH.height - 0.5],
    [2 * PATH.height + ARC, 0],
    [2 * PATH.height + 1.5 * ARC, -PATH.radius],
  ];
  for (const [sigma, z] of heights) {
    near(pathHeight(PATH, sigma), z, { what: `height at ${sigma} m`, absolute: 1e-14 });
  }
});

Deno.test("path: the parts begin where they must, each with its own first point", () => {
  const parts: [number, string][] = [
    [0, "ascending"],
    [PATH.height, "top"],
    [PATH.height + ARC, "descending"],
    [2 * PATH.height + ARC, "bottom"],
  ];
  for (const [sigma, part] of parts) assert.equal(pathPart(PATH, sigma), part);
  for (const [i, [sigma]] of parts.entries()) {
    const before = i === 0 ? LENGTH - 1e-9 : sigma - 1e-9;
    assert.equal(pathPart(PATH, before), parts[(i + 3) % 4][1]);
  }
});

Deno.test("path: it is continuous, closed and never steeper than 1", () => {
  fc.assert(
    fc.property(places, ({ share, ...path }) => {
      const length = pathLength(path);
      const sigma = share * length;
      const step = 1e-6 * length;
      const rise = pathHeight(path, (sigma + step) % length) - pathHeight(path, sigma);
      assert.ok(Math.abs(rise) <= step * (1 + 1e-7), `${rise} over ${step}`);
      assert.ok(pathHeight(path, sigma) <= path.height + path.radius);
      assert.ok(pathHeight(path, sigma) >= -path.radius);
    }),
    { seed: 2, numRuns: 2000, endOnFailure: true },
  );
});

Deno.test("path: both legs mirror each other", () => {
  fc.assert(
    fc.property(places, ({ share, ...path }) => {
      const length = pathLength(path);
      const top = path.height + 0.5 * Math.PI * path.radius;
      const off = 0.5 * share * length;
      const at = (sigma: number) => pathHeight(path, (sigma + 2 * length) % length);
      near(at(top + off), at(top - off), { what: "height", absolute: 1e-12 * length });
    }),
    { seed: 3, numRuns: 2000, endOnFailure: true },
  );
});
