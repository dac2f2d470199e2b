import { equal } from "node:assert/strict";
import { Bar, Cells, type Element, paint, style, type SymbolSet } from "../../../tui/kit/mod.ts";

function show(root: Element, { width, height, symbols = "braille" }: {
  width: number;
  height: number;
  symbols?: SymbolSet;
}): string {
  const cells = new Cells(width, height, symbols);
  paint(root, cells);
  return cells.toString();
}

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
