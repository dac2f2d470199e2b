import { ok } from "node:assert/strict";
import fc from "fast-check";
import { Chart, FIRST_VIEW, History, type Series } from "../../../tui/charts/mod.ts";
import { Cells, paint, SYMBOL_SETS, type SymbolSet, THEMES } from "../../../tui/kit/mod.ts";

/** Exact in binary, so that columns and samples have the same borders for everybody. */
const PERIOD = 1 / 32;
const WIDTH = 32;
const HEIGHT = 9;
const [THEME] = THEMES;
const LIMIT = { value: 0.9, side: "above", style: THEME.error } as const;

const SERIES: Series = {
  label: "power",
  channel: 0,
  unit: "kW",
  format: (value) => value.toFixed(2),
  range: { min: -1, max: 1 },
  thresholds: [LIMIT],
};

/** Dots of a cell in each symbol set, across and down. */
const DOTS: Readonly<Record<SymbolSet, readonly [number, number]>> = {
  braille: [2, 4],
  blocks: [2, 2],
  ascii: [1, 2],
};

const BRAILLE = [[0, 3], [1, 4], [2, 5], [6, 7]];
const QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█";
const HALVES = " '.:";

/** Whether a dot of a cell is lit. */
function isLit(codePoint: number, symbols: SymbolSet, [x, y]: readonly [number, number]): boolean {
  if (symbols === "braille") return ((codePoint - 0x2800) >> BRAILLE[y][x] & 1) === 1;
  const glyph = String.fromCodePoint(codePoint);
  return symbols === "blocks"
    ? (QUADRANTS.indexOf(glyph) >> (2 * y + x) & 1) === 1
    : (HALVES.indexOf(glyph) >> y & 1) === 1;
}

/** Mostly quiet, with spikes and gaps; single precision. */
const SAMPLE = fc.oneof(
  {
    arbitrary: fc.float({ min: Math.fround(-0.2), max: Math.fround(0.2), noNaN: true }),
    weight: 9,
  },
  { arbitrary: fc.float({ min: -1, max: 1, noNaN: true }), weight: 1 },
  { arbitrary: fc.constant(NaN), weight: 1 },
);

Deno.test("each column of dots has the least and the greatest of its samples", () => {
  fc.assert(
    fc.property(
      fc.array(SAMPLE, { minLength: 40, maxLength: 200 }),
      fc.integer({ min: 1, max: 6000 }),
      fc.constantFrom(1, 2, 10, 30, 60),
      fc.constantFrom(...SYMBOL_SETS),
      (pattern, count, span, symbols) => {
        const history = new History(1);
        const samples = Array.from({ length: count }, (_, i) => pattern[i % pattern.length]);
        samples.forEach((sample, i) => history.append(i * PERIOD, [sample]));
        const cells = new Cells(WIDTH, HEIGHT, symbols);
        const view = { ...FIRST_VIEW, span, scale: "fixed" } as const;
        paint(
          Chart({
            history,
            series: [SERIES],
            view,
            theme: THEME,
            formatTime: String,
            hasTime: false,
          }),
          cells,
        );
        const [across, down] = DOTS[symbols];
        const columns = WIDTH * across;
        const rows = (HEIGHT - 1) * down;
        const newest = (count - 1) * PERIOD;
        const first = (Math.floor(newest / (span / columns) / across) + 1) * across - columns;
        const shows = (column: number, value: number) => {
          const row = Math.round((1 - (value + 1) / 2) * (rows - 1));
          const cell = (1 + Math.floor(row / down)) * WIDTH + Math.floor(column / across);
          return isLit(cells.codePoints[cell], symbols, [column % across, row % down]);
        };
        // Older ones are left in buckets, which lie in the column of their first sample.
        for (let i = Math.max(0, count - 2000); i < count; i++) {
          const column = Math.floor((i * PERIOD) / (span / columns)) - first;
          if (Number.isNaN(samples[i]) || column < 0) continue;
          const others = samples.filter((_, k) =>
            Math.floor((k * PERIOD) / (span / columns)) - first === column
          );
          const numbers = others.filter((sample) => !Number.isNaN(sample));
          ok(shows(column, Math.min(...numbers)) && shows(column, Math.max(...numbers)), `${i}`);
          i += others.length - 1;
        }
        const looks = Array.from(cells.foregrounds.subarray(WIDTH));
        const isBeyond = samples.some((sample, i) =>
          sample > LIMIT.value && i >= count - 2000 &&
          Math.floor((i * PERIOD) / (span / columns)) >= first
        );
        ok(!isBeyond || looks.includes(LIMIT.style.foreground), "an alarm has its color");
      },
    ),
    { seed: 31, numRuns: 150, endOnFailure: true },
  );
});
