import { deepEqual, equal, throws } from "node:assert/strict";
import { Cells, style, wrap } from "../../../tui/kit/mod.ts";

Deno.test("text is written cell by cell and returns the column after it", () => {
  const cells = new Cells(8, 2);
  equal(cells.write(1, 0, "né🎈x"), 5);
  equal(cells.toString(), " né\ufffdx\n");
  equal(cells.write(0, 1, "abcdef", { maxWidth: 4 }), 4);
  equal(cells.toString(), " né\ufffdx\nabc…");
  equal(cells.write(5, 1, "gh", { maxWidth: 0 }), 5);
  equal(cells.write(5, 1, "gh", { maxWidth: 2 }), 7);
  equal(cells.toString(), " né\ufffdx\nabc… gh");
});

Deno.test("writes outside the screen or the clip are dropped", () => {
  const cells = new Cells(4, 2);
  cells.write(-2, 0, "abcdefgh");
  cells.write(0, 2, "below");
  cells.set(0, -1, 0x78);
  equal(cells.toString(), "cdef\n");
  cells.clip({ x: 1, y: 0, width: 2, height: 9 });
  cells.fill({ x: 0, y: 0, width: 4, height: 2 }, 0x23);
  equal(cells.toString(), "c##f\n ##");
  equal(cells.get(1, 1), 0x23);
  equal(cells.get(0, 1), 0);
});

Deno.test("a cell holds code point, colors and attributes; a blank only what can be seen", () => {
  const cells = new Cells(2, 1);
  const alarm = style({ color: 0xff0000, background: 0x000080, bold: true });
  cells.write(0, 0, "a ", { style: alarm });
  deepEqual(Array.from(cells.codePoints), [0x61, 0x20]);
  deepEqual(Array.from(cells.foregrounds), [0xff0000, -1]);
  deepEqual(Array.from(cells.backgrounds), [0x80, 0x80]);
  deepEqual(Array.from(cells.attributes), [1, 0]);
  cells.set(1, 0, 0x20, style({ color: 0x00ff00, underline: true }));
  deepEqual([cells.foregrounds[1], cells.attributes[1]], [0x00ff00, 8]);
});

Deno.test("ascii cells take ascii only", () => {
  const cells = new Cells(9, 1, "ascii");
  cells.write(0, 0, "η 12 m² long", { maxWidth: 9 });
  equal(cells.toString(), "n 12 m2 ~");
});

Deno.test("resizing clears", () => {
  const cells = new Cells(2, 1);
  cells.write(0, 0, "ab");
  cells.resize(3, 2);
  equal(cells.toString(), "\n");
  equal(cells.width, 3);
});

Deno.test("sizes and colors out of range are refused", () => {
  throws(() => new Cells(-1, 2), {
    name: "RangeError",
    message: "Cannot resize cells as width must be a whole number >= 0: current value is -1",
  });
  throws(() => new Cells(2, 1.5), { name: "RangeError", message: /height .* 1\.5$/ });
  throws(() => style({ color: 0x1000000 }), {
    name: "RangeError",
    message: "Cannot make style as color must be 0x000000 to 0xFFFFFF: current value is 16777216",
  });
  throws(() => wrap("text", 0), { name: "RangeError", message: /width .* 0$/ });
});

Deno.test("text is wrapped at blanks, else anywhere", () => {
  deepEqual(wrap("the ledger closes", 10), ["the ledger", "closes"]);
  deepEqual(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
  deepEqual(wrap("one\n\ntwo", 8), ["one", "", "two"]);
});
