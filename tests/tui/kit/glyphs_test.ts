import { deepEqual, equal, ok } from "node:assert/strict";
import { cellCount, glyph, SYMBOL_SETS } from "../../../tui/kit/mod.ts";
import { Emulator } from "./emulator.ts";

const code = (symbol: string) => symbol.codePointAt(0)!;
const shown = (text: string, symbols: "braille" | "ascii") =>
  Array.from(text, (symbol) => String.fromCodePoint(glyph(code(symbol), symbols))).join("");

Deno.test("every glyph that is let through is one cell wide in a terminal", async () => {
  const glyphs: number[] = [];
  for (let codePoint = 0; codePoint < 0x30000; codePoint++) {
    if (glyph(codePoint, "braille") === codePoint) glyphs.push(codePoint);
  }
  ok(glyphs.length > 3000, `${glyphs.length} glyphs`);
  const text = String.fromCodePoint(...glyphs);
  const width = 100;
  const emulator = new Emulator(width, Math.ceil(glyphs.length / width));
  await emulator.write(text);
  const cells = emulator.screen().map((cell) => cell[0]).slice(0, glyphs.length).join("");
  equal(cells, text);
});

Deno.test("symbols of charts, boxes and units are let through", () => {
  const symbols = "─│╭╮╰╯▁▂▃▄▅▆▇█▏▎▍▌▋▊▉⠀⣿°²³·×−±≤≥≈η∆Δω…→←↑↓▲▼●○";
  equal(shown(symbols, "braille"), symbols);
});

Deno.test("what is not one cell wide is replaced", () => {
  equal(shown("漢🎈\u0301\u200b\t\x1b\u00ad⌚\u{1f600}", "braille"), "\ufffd".repeat(9));
  equal(shown("\u00a0", "braille"), " ");
});

Deno.test("ascii has a stand-in for every glyph", () => {
  equal(shown("12.5 m² · η 3°… ╭─╮ │ █ → é ×−±", "ascii"), "12.5 m2 * n 3o~ +-+ | # > e x-+");
  equal(shown("漢\t", "ascii"), "??");
  for (let codePoint = 0; codePoint < 0x3000; codePoint++) {
    const ascii = glyph(codePoint, "ascii");
    ok(ascii >= 0x20 && ascii <= 0x7e, codePoint.toString(16));
  }
});

Deno.test("a glyph stays what it is when it is replaced again", () => {
  for (const symbols of SYMBOL_SETS) {
    for (let codePoint = 0; codePoint < 0x3000; codePoint++) {
      const once = glyph(codePoint, symbols);
      if (once !== 0xfffd) equal(glyph(once, symbols), once);
    }
  }
});

Deno.test("cells are counted by code points", () => {
  deepEqual(["", "abc", "né", "a🎈b", "\ud83c"].map(cellCount), [0, 3, 2, 3, 1]);
});
