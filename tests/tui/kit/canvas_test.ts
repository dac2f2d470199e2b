import { equal } from "node:assert/strict";
import fc from "fast-check";
import { Canvas, Cells, dotColumns, SYMBOL_SETS } from "../../../tui/kit/mod.ts";

Deno.test("dots that share a cell add up; dots outside are dropped", () => {
  const cells = new Cells(3, 2);
  const canvas = new Canvas(cells, { x: 1, y: 0, width: 2, height: 1 });
  equal([canvas.width, canvas.height].join(), "4,4");
  canvas.dot(0, 0);
  canvas.dot(1, 3);
  canvas.dot(-1, 0);
  canvas.dot(4, 0);
  canvas.dot(NaN, 1);
  equal(cells.toString(), " ⢁\n");
  canvas.line({ x: 0, y: 0 }, { x: 3, y: 3 });
  equal(cells.toString(), " ⢑⢄\n");
  canvas.line({ x: 0, y: 0 }, { x: Infinity, y: 3 });
  equal(cells.toString(), " ⢑⢄\n");
});

Deno.test("a column is what its dots would be one by one, in every symbol set", () => {
  const row = fc.integer({ min: -3, max: 25 });
  fc.assert(
    fc.property(
      fc.constantFrom(...SYMBOL_SETS),
      fc.array(fc.tuple(fc.integer({ min: -1, max: 9 }), row, row), { maxLength: 6 }),
      (symbols, runs) => {
        const [whole, single] = [new Cells(4, 5, symbols), new Cells(4, 5, symbols)];
        const rect = { x: 0, y: 0, width: 4, height: 5 };
        for (const [x, top, bottom] of runs) {
          new Canvas(whole, rect).column(x, { top, bottom });
          for (let y = top; y <= bottom; y++) new Canvas(single, rect).dot(x, y);
        }
        equal(whole.toString(), single.toString());
        equal(new Canvas(whole, rect).width, 4 * dotColumns(symbols));
      },
    ),
    { seed: 2, endOnFailure: true },
  );
});
