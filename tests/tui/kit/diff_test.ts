import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { ScreenDiff } from "../../../tui/kit/diff.ts";
import {
  Cells,
  COLOR_DEPTHS,
  type ColorDepth,
  PLAIN,
  type Style,
  style,
} from "../../../tui/kit/mod.ts";
import { assertShows, Emulator } from "./emulator.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** What an update is without the marks around it. */
function body(bytes: Uint8Array): string {
  const whole = text(bytes);
  if (whole === "") return "";
  ok(whole.startsWith("\x1b[?2026h") && whole.endsWith("\x1b[?2026l"), whole);
  return whole.slice(8, -8);
}

/** A diff whose terminal is blank, with the cells to change. */
function blankScreen(width: number, height: number, depth: ColorDepth = "truecolor") {
  const diff = new ScreenDiff(depth);
  const cells = new Cells(width, height);
  diff.encode(cells);
  return { diff, cells };
}

Deno.test("the first screen is painted whole, the same one again takes no bytes", () => {
  const diff = new ScreenDiff("truecolor");
  const cells = new Cells(10, 3);
  cells.write(2, 1, "power");
  equal(body(diff.encode(cells)), "\x1b[m\x1b[H\x1b[2J\r\n\x1b[2Cpower");
  equal(diff.encode(cells).length, 0);
  diff.forget();
  equal(body(diff.encode(cells)), "\x1b[m\x1b[H\x1b[2J\r\n\x1b[2Cpower");
});

Deno.test("only changed cells are written, by the shortest move", () => {
  const { diff, cells } = blankScreen(120, 40);
  cells.write(100, 30, "x");
  equal(body(diff.encode(cells)), "\x1b[31;101Hx");
  cells.write(102, 30, "y");
  equal(body(diff.encode(cells)), " y");
  cells.write(110, 30, "z");
  equal(body(diff.encode(cells)), "\x1b[7Cz");
  cells.write(111, 31, "w");
  equal(body(diff.encode(cells)), "\x1b[Bw");
  cells.write(0, 33, "v");
  equal(body(diff.encode(cells)), "\r\n\nv");
  cells.write(0, 0, "u");
  equal(body(diff.encode(cells)), "\x1b[Hu");
});

Deno.test("colors and attributes are sent when they change, and not for blanks", () => {
  const { diff, cells } = blankScreen(40, 1);
  const red = style({ color: 0xff0000 });
  cells.write(0, 0, "net power", { style: red });
  equal(body(diff.encode(cells)), "\x1b[38;2;255;0;0mnet power");
  cells.write(9, 0, " low", { style: style({ color: 0xff0000, bold: true }) });
  equal(body(diff.encode(cells)), " \x1b[1mlow");
  cells.write(13, 0, "!", { style: style({ background: 0x0000ff }) });
  equal(body(diff.encode(cells)), "\x1b[22;39;48;2;0;0;255m!");
  cells.write(14, 0, "!");
  equal(body(diff.encode(cells)), "\x1b[m!");
});

Deno.test("a change of style alone is a change", () => {
  const { diff, cells } = blankScreen(40, 1);
  cells.write(0, 0, "a");
  diff.encode(cells);
  cells.write(0, 0, "a", { style: style({ bold: true }) });
  equal(body(diff.encode(cells)), "\r\x1b[1ma");
  cells.write(0, 0, "a", { style: style({ bold: true, color: 0xff0000 }) });
  equal(body(diff.encode(cells)), "\r\x1b[38;2;255;0;0ma");
  cells.write(0, 0, "a", { style: style({ bold: true, color: 0xff0000, background: 0 }) });
  equal(body(diff.encode(cells)), "\r\x1b[48;2;0;0;0ma");
});

Deno.test("unchanged cells of another style are stepped over", () => {
  const { diff, cells } = blankScreen(40, 1);
  cells.write(1, 0, "-", { style: style({ color: 0xff0000 }) });
  diff.encode(cells);
  cells.write(0, 0, "a");
  cells.write(2, 0, "b");
  equal(body(diff.encode(cells)), "\r\x1b[ma\x1b[Cb");
});

Deno.test("blanks are erased where that is shorter", () => {
  const { diff, cells } = blankScreen(40, 1);
  cells.write(0, 0, "a".repeat(40));
  diff.encode(cells);
  cells.fill({ x: 30, y: 0, width: 10, height: 1 });
  equal(body(diff.encode(cells)), "\r\x1b[30C\x1b[K");
  cells.fill({ x: 5, y: 0, width: 20, height: 1 });
  equal(body(diff.encode(cells)), "\x1b[25D\x1b[20X");
  cells.fill({ x: 26, y: 0, width: 2, height: 1 });
  equal(body(diff.encode(cells)), "\x1b[21C  ");
  cells.write(0, 0, "a".repeat(40));
  diff.encode(cells);
  cells.fill({ x: 5, y: 0, width: 20, height: 1 });
  cells.write(25, 0, "b");
  equal(body(diff.encode(cells)), "\r\x1b[5C\x1b[20X\x1b[20Cb");
});

Deno.test("every color depth has its own codes", () => {
  const codes = COLOR_DEPTHS.map((depth) => {
    const { diff, cells } = blankScreen(4, 1, depth);
    cells.write(0, 0, "x", { style: style({ color: 0xff8080, background: 0x203050, bold: true }) });
    return body(diff.encode(cells)).replaceAll("\x1b", "");
  });
  equal(
    codes.join(" "),
    "[1;38;2;255;128;128;48;2;32;48;80mx [1;38;5;210;48;5;237mx [1;91;44mx [1mx",
  );
});

Deno.test("a new size is painted whole", () => {
  const { diff, cells } = blankScreen(10, 2);
  cells.resize(8, 2);
  cells.write(0, 0, "ab");
  equal(body(diff.encode(cells)), "\x1b[m\x1b[H\x1b[2Jab");
});

const COLORS = [0xff0000, 0x00ff00, 0x1a1b26, 0x808080, 0xffffff, 0xff5f00];
const styles = fc.record({
  color: fc.option(fc.oneof(fc.constantFrom(...COLORS), fc.nat(0xffffff)), { nil: undefined }),
  background: fc.option(fc.constantFrom(...COLORS), { nil: undefined }),
  bold: fc.boolean(),
  dim: fc.boolean(),
  italic: fc.boolean(),
  underline: fc.boolean(),
  inverse: fc.boolean(),
}).map(style);
const plainOrStyled = fc.oneof(fc.constant(PLAIN), styles);
const place = fc.record({
  x: fc.integer({ min: -3, max: 30 }),
  y: fc.integer({ min: -1, max: 7 }),
});
const glyphs = fc.string({
  unit: fc.constantFrom("a", "Z", "é", "⣿", "█", "─", "…", " ", " ", "1"),
  maxLength: 30,
});
type Change = (cells: Cells) => void;

/** Gives what is there another look. */
function restyle(
  cells: Cells,
  { x, y, length, style }: { x: number; y: number; length: number; style: Style },
): void {
  for (let i = x; i < x + length; i++) cells.set(i, y, cells.get(i, y) || 0x20, style);
}

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, glyphs, plainOrStyled).map(
    ([{ x, y }, line, style]): Change => (cells) => void cells.write(x, y, line, { style }),
  ),
  fc.tuple(place, fc.nat(30), fc.nat(4), plainOrStyled).map(
    ([at, width, height, style]): Change => (cells) =>
      cells.fill({ ...at, width, height }, 0x20, style),
  ),
  fc.tuple(place, fc.nat(30), styles).map(
    ([{ x, y }, length, style]): Change => (cells) => restyle(cells, { x, y, length, style }),
  ),
  fc.constant<Change>((cells) => cells.clear()),
);
const screens = fc.array(fc.array(change, { maxLength: 8 }), { minLength: 1, maxLength: 8 });
const sizes = fc.record({
  width: fc.integer({ min: 2, max: 28 }),
  height: fc.integer({ min: 1, max: 6 }),
});

for (const depth of COLOR_DEPTHS) {
  Deno.test(`a terminal that is sent the differences shows the screen: ${depth}`, async () => {
    await fc.assert(
      fc.asyncProperty(sizes, screens, async ({ width, height }, sequence) => {
        const emulator = new Emulator(width, height);
        await emulator.write("\x1b[31;7mleft over from before");
        const cells = new Cells(width, height);
        const diff = new ScreenDiff(depth);
        for (const changes of sequence) {
          for (const change of changes) change(cells);
          await emulator.write(diff.encode(cells));
          assertShows(emulator, cells, depth);
        }
      }),
      { seed: 2, numRuns: 80, endOnFailure: true },
    );
  });
}

Deno.test("screens survive resizing and forgetting, without wrap-around too", async () => {
  const step = fc.record({ size: fc.option(sizes), forget: fc.boolean(), changes: screens });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 5 }), async (steps) => {
      const cells = new Cells(12, 4);
      const emulator = new Emulator(cells.width, cells.height);
      await emulator.write("\x1b[?7l");
      const diff = new ScreenDiff("256");
      for (const { size, forget, changes } of steps) {
        if (size) {
          cells.resize(size.width, size.height);
          emulator.resize(size.width, size.height);
        }
        if (forget) diff.forget();
        for (const change of changes.flat()) change(cells);
        await emulator.write(diff.encode(cells));
        // A size the terminal does not have is painted again; an equal one is not.
        if (size && size.width === 12 && size.height === 4) diff.forget();
        await emulator.write(diff.encode(cells));
        assertShows(emulator, cells, "256");
      }
    }),
    { seed: 2, numRuns: 60, endOnFailure: true },
  );
});
