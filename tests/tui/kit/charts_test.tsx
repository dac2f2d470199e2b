import { equal } from "node:assert/strict";
import fc from "fast-check";
import {
  Bar,
  Canvas,
  Cells,
  type Element,
  LineChart,
  paint,
  Sparkline,
  style,
  SYMBOL_SETS,
  type SymbolSet,
} from "../../../tui/kit/mod.ts";

function show(root: Element, { width, height, symbols = "braille" }: {
  width: number;
  height: number;
  symbols?: SymbolSet;
}): string {
  const cells = new Cells(width, height, symbols);
  paint(root, cells);
  return cells.toString();
}

/** Columns of one sample each. */
function extentsOf(values: readonly number[]): Float64Array {
  return Float64Array.from(values.flatMap((value) => [value, value]));
}

const lines = (...rows: string[]) => rows.join("\n");
const RAMP = extentsOf(Array.from({ length: 16 }, (_, i) => i));

Deno.test("a line chart in every symbol set", () => {
  const chart = <LineChart extents={RAMP} min={0} max={15} />;
  equal(show(chart, { width: 8, height: 3 }), lines("     ⢀⠔⠊", "  ⢀⡠⠊⠁", "⡠⠔⠁"));
  equal(
    show(chart, { width: 8, height: 3, symbols: "blocks" }),
    lines("     ▗▄▀", "  ▗▄▀▘", "▄▀▘"),
  );
  equal(
    show(chart, { width: 8, height: 3, symbols: "ascii" }),
    lines("   ...''", "'''", ""),
  );
});

Deno.test("a column spans its samples and reaches out to the one before", () => {
  const spike = Float64Array.of(0, 0, 0, 0, 0, 3, 0, 0, 3, 3, 0, 0);
  equal(show(<LineChart extents={spike} />, { width: 3, height: 1 }), "⣀⣇⢷");
});

Deno.test("NaN leaves a gap, what is off the scale lies on its edge", () => {
  const extents = extentsOf([0, 0, NaN, NaN, NaN, NaN, 9, 9, -9, -9]);
  equal(show(<LineChart extents={extents} min={0} max={1} />, { width: 5, height: 1 }), "⣀  ⠉⣆");
  equal(
    show(<LineChart extents={extentsOf([NaN, NaN])} />, { width: 3, height: 2 }),
    "\n",
  );
});

Deno.test("a flat line without a given scale lies in the middle", () => {
  equal(show(<LineChart extents={extentsOf([3, 3, 3, 3])} />, { width: 2, height: 1 }), "⠤⠤");
});

Deno.test("levels lie below the line and only on the scale", () => {
  const levels = [{ value: 0 }, { value: 5 }];
  const chart = <LineChart extents={extentsOf([1, 1])} min={-1} max={1} levels={levels} />;
  equal(show(chart, { width: 3, height: 1 }), "⠄⠄⠍");
});

Deno.test("every finite sample lights a dot, in every symbol set", () => {
  const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(values, fc.constantFrom(...SYMBOL_SETS), (values, symbols) => {
      const cells = new Cells(40, 5, symbols);
      const extents = extentsOf(values);
      paint(<LineChart extents={extents} min={-1} max={1} />, cells);
      const dots = new Canvas(cells, { x: 0, y: 0, width: 40, height: 5 });
      const perCell = dots.width / 40;
      for (let i = 0; i < values.length; i++) {
        const column = dots.width - values.length + i;
        const row = Math.round((1 - (values[i] + 1) / 2) * (dots.height - 1));
        const before = cells.toString();
        const at = { x: Math.floor(column / perCell), y: Math.floor(row / (dots.height / 5)) };
        equal(cells.get(at.x, at.y) !== 0x20, true);
        dots.dot(column, row);
        equal(cells.toString(), before);
      }
    }),
    { seed: 2, endOnFailure: true },
  );
});

Deno.test("a sparkline shows the newest columns, of each the farthest sample", () => {
  const OCTAVE = extentsOf([9, 9, 0, 1, 2, 3, 4, 5, 6, 7]);
  equal(show(<Sparkline extents={OCTAVE} />, { width: 8, height: 1 }), "▁▂▃▄▅▆▇█");
  equal(
    show(<Sparkline extents={OCTAVE} />, { width: 8, height: 1, symbols: "ascii" }),
    "_.-=+*%#",
  );
  const dip = Float64Array.of(4, 4, -4, 4, NaN, NaN, 4, 4);
  equal(show(<Sparkline extents={dip} min={-4} max={5} />, { width: 4, height: 1 }), "▇▁ ▇");
});

Deno.test("a bar grows in eighths of a cell, in halves in ascii", () => {
  const bar = (value: number, symbols: SymbolSet = "braille") =>
    show(<Bar value={value} max={4} />, { width: 4, height: 1, symbols });
  equal([0, 0.125, 1, 2.5, 4, 9].map((value) => bar(value)).join("|"), "|▏|█|██▌|████|████");
  equal([0.25, 0.5, 4].map((value) => bar(value, "ascii")).join("|"), "|#|####");
  equal(bar(NaN), "");
  equal(show(<Bar value={1} min={1} max={1} />, { width: 4, height: 1 }), "");
});

Deno.test("a bar lies on its track", () => {
  const cells = new Cells(4, 1);
  paint(<Bar value={0.5} trackStyle={style({ background: 0x202020 })} />, cells);
  equal(cells.toString(), "██");
  equal(Array.from(cells.backgrounds).every((color) => color === 0x202020), true);
});

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
