import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { ACCOUNTS, PRESETS, STORED } from "../../../telemetry/mod.ts";
import { addingUp, type Books } from "../../../tui/panels/books.ts";
import { cascade, shownNumbers, steps } from "../../../tui/panels/cascade.ts";

const NAMES = [...ACCOUNTS, ...STORED].map(({ name }) => name);
const PARAMETERS = PRESETS["kpp-01"].parameters;
const SEED = { seed: 4, numRuns: 200, endOnFailure: true };

function booksOf(joules: Partial<Record<string, number>>): Books {
  return { duration: 10, turnedOver: 1e6, joules: (name) => joules[name] ?? 0 };
}

const anyBooks = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
  minLength: NAMES.length,
  maxLength: NAMES.length,
}).map((values) => booksOf(Object.fromEntries(NAMES.map((name, index) => [name, values[index]]))));

Deno.test("cascade: as shown, what is left is what was left before less what is lost", () => {
  fc.assert(
    fc.property(anyBooks, anyBooks, fc.integer({ min: 10, max: 40 }), (one, other, room) => {
      const rows = cascade([one, other], PARAMETERS, room);
      ok(rows.length <= room);
      for (const column of [0, 1]) {
        const shown = shownNumbers(rows, column, 10);
        let rest = shown[0];
        rows.forEach(({ kind, joules }, index) => {
          ok(Math.abs(shown[index] - joules[column]) <= 10 + 1e-6, rows[index].label);
          if (index === 0) return;
          if (kind === "lost") rest -= shown[index];
          else equal(rest, shown[index], rows[index].label);
        });
      }
    }),
    SEED,
  );
});

Deno.test("cascade: it begins with the electricity taken and ends with net", () => {
  const books = booksOf({
    compressorElectric: 14847,
    motorHeat: 891,
    compressorHeat: 13956,
    chainWork: 3205,
    friction: 90,
    shaftWork: 3115,
    gear: 156,
    generatorLoss: 373,
    generatorElectric: 2586,
    auxiliary: 100,
  });
  const rows = cascade([books], PARAMETERS, 40);
  deepEqual(rows.map(({ label, kind, joules: [joules] }) => [label, kind, Math.round(joules)]), [
    ["compressor, electric", "left", 14847],
    ["motor heat", "lost", 891],
    ["worse than isothermal", "lost", 3489],
    ["throttled, expanded, stored", "lost", 7262],
    ["work of air on chain", "left", 3205],
    ["friction", "lost", 90],
    ["to the shaft", "left", 3115],
    ["gearbox", "lost", 156],
    ["generator loss", "lost", 373],
    ["generator, electric", "left", 2586],
    ["auxiliary", "lost", 100],
    ["compressor, electric", "lost", 14847],
    ["net", "left", -12361],
  ]);
  deepEqual(steps(rows, 0).at(-2), { kind: "lost", above: 2486, below: -12361 });
});

Deno.test("cascade: where there is no room the smallest losses share a line", () => {
  const books = booksOf({
    compressorElectric: 100,
    motorHeat: 1,
    compressorHeat: 8,
    chainWork: 50,
  });
  const labels = cascade([books], PARAMETERS, 9).map(({ label }) => label);
  deepEqual(labels.slice(0, 4), [
    "compressor, electric",
    "throttled, expanded, stored",
    "others",
    "work of air on chain",
  ]);
});

Deno.test("numbers that are rounded to add up are off by less than a unit", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true })), (numbers) => {
      const shown = addingUp(numbers, 0.5);
      shown.forEach((each, index) => ok(Math.abs(each - numbers[index]) <= 0.5 + 1e-9));
      const sum = (list: readonly number[]) => list.reduce((known, each) => known + each, 0);
      ok(Math.abs(sum(shown) - sum(numbers)) <= 0.25 + 1e-9);
    }),
    SEED,
  );
});
