import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  Chart,
  type ChartProps,
  type ChartView,
  FIRST_VIEW,
  History,
  moveCursor,
  placeCursor,
  type Series,
  SPANS,
  toggleFrozen,
  toggleScale,
  toggleStyle,
} from "../../../tui/charts/mod.ts";
import {
  Cells,
  paint,
  SYMBOL_SETS,
  type SymbolSet,
  type Theme,
  THEMES,
} from "../../../tui/kit/mod.ts";

const PERIOD = 1 / 32;
const [THEME] = THEMES;
const LIMIT = { value: 8, side: "above", style: THEME.error } as const;

const POWER: Series = {
  label: "power",
  channel: 0,
  unit: "kW",
  format: (value) => value.toFixed(2),
  range: { min: 0, max: 10 },
};
const SPEED: Series = {
  ...POWER,
  label: "speed",
  channel: 1,
  unit: "rpm",
  range: { min: 0, max: 100 },
};

/** A run whose channels are functions of the index of the sample. */
function run(count: number, ...channels: readonly ((i: number) => number)[]): History {
  const history = new History(channels.length);
  for (let i = 0; i < count; i++) history.append(i * PERIOD, channels.map((value) => value(i)));
  return history;
}

function propsOf(history: History, more: Partial<ChartProps> = {}): ChartProps {
  return {
    history,
    series: [POWER],
    view: FIRST_VIEW,
    theme: THEME,
    formatTime: (seconds, decimals) => `${seconds.toFixed(decimals)}s`,
    ...more,
  };
}

interface Screen {
  readonly width?: number;
  readonly height?: number;
  readonly symbols?: SymbolSet;
}

function painted(props: ChartProps, screen: Screen = {}): Cells {
  const { width = 60, height = 10, symbols = "braille" } = screen;
  const cells = new Cells(width, height, symbols);
  paint(Chart(props), cells);
  return cells;
}

function linesOf(props: ChartProps, screen?: Screen): string[] {
  return painted(props, screen).toString().split("\n");
}

/** The part of the screen with the curves, without the gutter. */
function plotOf(props: ChartProps, screen?: Screen): string[] {
  return linesOf(props, screen).slice(1, -1).map((line) => line.slice(0, 52).padEnd(52));
}

Deno.test("numerals, curve, axis and time of one channel", () => {
  deepEqual(linesOf(propsOf(run(1921, (i) => i / 192)), { height: 8 }), [
    "power 10.00 kW ───────────────────────── min 0.00  max 10.00",
    "                                           ⣀⣀⡤⠤⠴⠒⠚⠉⠁      10",
    "                                  ⣀⣀⡤⠤⠴⠒⠚⠉⠉⠁",
    "                         ⣀⣀⡤⠤⠔⠒⠚⠉⠉⠁",
    "               ⢀⣀⣀⡤⠤⠔⠒⠚⠉⠉⠁",
    "      ⢀⣀⣀⡤⠤⠖⠒⠚⠉⠉",
    "⡤⠤⠖⠒⠚⠉⠉                                                    0",
    "0s ──────────────────────────────────── 1 min to 60s",
  ]);
});

Deno.test("a spike of one sample is seen in every window, style and symbol set", () => {
  const count = 40_000;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 28 }),
      fc.constantFrom(...SPANS.filter((span) => span >= 60 && span < 3600)),
      fc.constantFrom(...SYMBOL_SETS),
      fc.constantFrom("scroll", "sweep"),
      (age, span, symbols, style) => {
        const at = count - age * 64;
        const history = run(count, (i) => i === at ? 10 : 1);
        const view: ChartView = { ...FIRST_VIEW, span, style, scale: "fixed" };
        const [top] = plotOf(propsOf(history, { view }), { symbols });
        equal(top.trim().length, 1, top);
      },
    ),
    { seed: 3, numRuns: 40, endOnFailure: true },
  );
});

Deno.test("a sample without a number is a gap; what lies between two samples is none", () => {
  const gap = plotOf(propsOf(run(1921, (i) => i > 640 && i < 1280 ? NaN : 5)));
  const blank = gap.every((line) => line.slice(20, 32).trim() === "");
  const sides = gap.some((line) => line.slice(0, 16).trim() !== "" && line.slice(36).trim() !== "");
  ok(blank && sides, gap.join("\n"));
  // Half a second to a sample, and a fifth of a second to a column.
  const sparse = new History(1);
  for (let i = 0; i <= 100; i++) sparse.append(i / 2, [5]);
  const view = { ...FIRST_VIEW, span: 20 };
  const line = plotOf(propsOf(sparse, { view })).find((each) => each.trim() !== "")!;
  ok(!line.slice(0, -2).includes(" "), line);
});

Deno.test("a scrolling picture moves by whole cells and never changes in between", () => {
  const noise = (i: number) => 5 + 4 * Math.sin(i * 12.9898) * Math.sin(i * 0.01);
  // 60 s in 104 columns of dots: a cell is 1.1538 s, or 36.9 samples.
  const cell = (2 * 60) / 104;
  const view: ChartView = { ...FIRST_VIEW, scale: "fixed" };
  const plotAt = (time: number) =>
    plotOf(propsOf(run(Math.floor(time / PERIOD) + 1, noise), { view }));
  const first = plotAt(70.5 * cell);
  for (const later of [70.7, 71.2, 75.9]) {
    const shift = Math.floor(later) - 70;
    const moved = plotAt(later * cell);
    for (const [y, line] of moved.entries()) {
      // The last cell of the first picture was not complete yet.
      equal(line.slice(0, 51 - shift), first[y].slice(shift, 51), `row ${y} after ${later}`);
    }
  }
});

Deno.test("a sweep writes over the oldest, behind a gap, and leaves the rest alone", () => {
  const wave = (i: number) => 5 + 4 * Math.sin(i / 40);
  const view: ChartView = { ...toggleStyle(FIRST_VIEW), scale: "fixed" };
  const plotAt = (count: number) => plotOf(propsOf(run(count, wave), { view }));
  const before = plotAt(3000);
  const after = plotAt(3100);
  const changed = new Set<number>();
  for (const [y, line] of after.entries()) {
    for (let x = 0; x < 52; x++) if (line[x] !== before[y][x]) changed.add(x);
  }
  // 100 samples are 3.1 s or 2.7 cells; the gap is two cells.
  ok(changed.size > 0 && changed.size <= 6, `changed: ${[...changed]}`);
  const gaps = Array.from({ length: 52 }, (_, x) => x)
    .filter((x) => after.every((line) => line[x] === " "));
  ok(gaps.length >= 1 && gaps.length <= 2, `gaps: ${gaps}`);
});

Deno.test("a frozen picture stands still while the run goes on", () => {
  const wave = (i: number) => 5 + 4 * Math.sin(i / 40);
  const history = run(2500, wave);
  const view = toggleFrozen(FIRST_VIEW, history);
  const before = linesOf(propsOf(history, { view }));
  match(before.at(-1)!, /■ frozen 1 min to 78s$/);
  // The window begins 580 samples after the run; 2048 are kept one by one.
  for (let i = 2500; i < 2600; i++) history.append(i * PERIOD, [wave(i)]);
  deepEqual(linesOf(propsOf(history, { view })), before);
});

Deno.test("a picture up to some time is that of a run that has got no further", () => {
  const wave = (i: number) => 5 + 4 * Math.sin(i / 9);
  const style = toggleStyle(FIRST_VIEW);
  for (const view of [FIRST_VIEW, style, { ...FIRST_VIEW, span: 10 }]) {
    const earlier = painted(propsOf(run(1500, wave), { view })).toString();
    const until = 1499 * PERIOD;
    equal(painted(propsOf(run(1800, wave), { view, until })).toString(), earlier);
    notEqual(painted(propsOf(run(1800, wave), { view })).toString(), earlier);
  }
});

Deno.test("a stretch beyond a threshold has its look, and signs in every theme", () => {
  const series = [{ ...POWER, thresholds: [LIMIT] }];
  const history = run(1921, (i) => i > 900 && i < 960 ? 9 : i > 1900 ? 8.5 : 5);
  const cells = painted(propsOf(history, { series }));
  const lines = cells.toString().split("\n");
  equal(lines[0], "power 8.50 kW ▲ above 8.00 kW ────────── min 5.00  ▲max 9.00");
  match(lines.at(-1)!, /^0s ─+▲▲▲?─+/);
  const marked = [...lines.at(-1)!].findIndex((glyph) => glyph === "▲");
  const column = Array.from({ length: 8 }, (_, y) => cells.foregrounds[(y + 1) * 60 + marked]);
  ok(column.includes(LIMIT.style.foreground), `${column}`);
  const calm = linesOf(propsOf(run(1921, () => 5), { series })).join("\n");
  ok(!calm.includes("▲"));
  const below = [{ ...POWER, thresholds: [{ ...LIMIT, side: "below" } as const] }];
  match(linesOf(propsOf(history, { series: below }))[0], /▼min 5.00 {2}max 9.00$/);
});

Deno.test("of several thresholds the most severe that is passed is told", () => {
  const severe = { value: 9, side: "above", style: THEME.critical } as const;
  const series = [{ ...POWER, thresholds: [LIMIT, severe] }];
  match(linesOf(propsOf(run(64, () => 9.5), { series }))[0], /▲ above 9.00/);
  match(linesOf(propsOf(run(64, () => 8.5), { series }))[0], /▲ above 8.00/);
});

Deno.test("series are told apart by number, and have an axis for each unit", () => {
  const history = run(1921, () => 2, () => 90);
  const lines = linesOf(
    propsOf(history, { series: [POWER, SPEED], view: toggleScale(FIRST_VIEW) }),
    { height: 12 },
  );
  match(lines[0], /^1 power 2.00 kW ─+ min 2.00 {2}max 2.00$/);
  match(lines[1], /^2 speed 90.00 rpm +min 90.00 {2}max 90.00$/);
  // 2 of 10 is near the bottom, 90 of 100 near the top: each in an axis of its own.
  ok(lines.findIndex((line) => line[52] === "2") < lines.findIndex((line) => line[52] === "1"));
});

Deno.test("series of one unit share their axis", () => {
  const history = run(1921, () => 2, () => 9);
  const other = { ...POWER, label: "net", channel: 1 };
  const lines = linesOf(propsOf(history, { series: [POWER, other] }), { height: 12 });
  const rows = ["1", "2"].map((tag) => lines.findIndex((line) => line[52] === tag));
  ok(rows[1] < rows[0], lines.join("\n"));
});

Deno.test("the cursor reads the value that was, and says when", () => {
  const history = run(1921, (i) => i / 192);
  const view = placeCursor(FIRST_VIEW, history, 30);
  const lines = linesOf(propsOf(history, { view }));
  match(lines[0], /^power 5.00 kW/);
  match(lines.at(-1)!, / 30.0s /);
  ok(lines.slice(1, -1).filter((line) => line[25] === "│").length >= 6, lines.join("\n"));
  const moved = moveCursor(view, history, -10);
  match(linesOf(propsOf(history, { view: moved }))[0], /^power 4.00 kW/);
});

Deno.test("numerals are those of the time they are asked for", () => {
  const history = run(1921, (i) => i / 192);
  const [legend] = linesOf(propsOf(history, { numeralsAt: 30 }));
  match(legend, /^power 5.00 kW ─+ min 0.00 {2}max 5.00$/);
});

Deno.test("a baseline is drawn faintly, later by its shift", () => {
  const baseline = { history: run(961, (i) => i < 320 ? 1 : 9), shift: 30 };
  const history = run(1921, () => 5);
  const view = toggleScale(FIRST_VIEW);
  const cells = painted(propsOf(history, { view, baseline }));
  const faint = (x: number, y: number) => cells.attributes[y * 60 + x] === THEME.level.attributes;
  const rows = (x: number) =>
    [1, 2, 3, 4, 5, 6, 7, 8].filter((y) => cells.codePoints[y * 60 + x] !== 0x20 && faint(x, y));
  deepEqual(rows(10), [], "before the shift there is none");
  ok(rows(30).every((y) => y >= 7) && rows(30).length > 0);
  ok(rows(45).every((y) => y <= 2) && rows(45).length > 0);
});

Deno.test("an axis is fitted to what is seen, or stays", () => {
  const history = run(1921, (i) => i < 1600 ? 5 : 5.05);
  const ends = (view: ChartView) =>
    linesOf(propsOf(history, { view })).slice(1, -1).map((line) => line.slice(53).trim())
      .filter((text) => text !== "");
  deepEqual(ends(FIRST_VIEW), ["5.06", "5"]);
  deepEqual(ends(toggleScale(FIRST_VIEW)), ["10", "0"]);
});

Deno.test("without data it says so", () => {
  const lines = linesOf(propsOf(new History(1)));
  match(lines[0], /^power no data ─+$/);
  match(linesOf(propsOf(run(64, () => NaN)))[0], /^power no data ─+$/);
});

Deno.test("a chart makes do with any room, in every symbol set", () => {
  const history = run(1921, (i) => i / 192, (i) => 100 - i / 20);
  for (const symbols of SYMBOL_SETS) {
    for (let width = 4; width <= 70; width += 3) {
      for (let height = 1; height <= 12; height++) {
        for (const style of ["scroll", "sweep"] as const) {
          const view = { ...placeCursor(FIRST_VIEW, history, 30), style };
          const cells = painted(propsOf(history, { series: [POWER, SPEED], view }), {
            width,
            height,
            symbols,
          });
          notEqual(cells.toString().trim(), "", `${width} x ${height}`);
        }
      }
    }
  }
  equal(linesOf(propsOf(history), { width: 40, height: 2 }).length, 2);
  const timeless = linesOf(propsOf(history, { hasTime: false }));
  ok(!timeless.join("\n").includes("1 min to") && timeless[9].trim() !== "", timeless.join("\n"));
  equal(linesOf(propsOf(history), { width: 8, height: 1 })[0], "▂▃▄▅▆▇██");
  const ascii = linesOf(propsOf(history), { width: 50, height: 6, symbols: "ascii" }).join("");
  ok(/^[ -~]*$/.test(ascii), ascii);
});

Deno.test("lines that have no room are counted", () => {
  const four = [POWER, SPEED, POWER, SPEED];
  const lines = linesOf(propsOf(run(64, () => 1, () => 2), { series: four }), { height: 6 });
  match(lines[1], /^2 speed 2.00 rpm \+2 more/);
});

Deno.test("no theme tells a curve beyond a threshold by color alone", () => {
  const bare = (theme: Theme) => {
    const limit = { ...LIMIT, style: theme.error };
    const series = [{ ...POWER, thresholds: [limit] }];
    const history = run(1921, (i) => i > 900 && i < 960 ? 9 : 5);
    return painted(propsOf(history, { series, theme }));
  };
  for (const theme of THEMES) {
    const cells = bare(theme);
    const rows = cells.toString().split("\n");
    const x = [...rows.at(-1)!].indexOf("▲");
    ok(x > 0 && rows[0].includes("▲max"), theme.name);
    const curve = Array.from({ length: 8 }, (_, y) => cells.attributes[(y + 1) * 60 + x]);
    ok(curve.includes(theme.error.attributes), theme.name);
  }
});
