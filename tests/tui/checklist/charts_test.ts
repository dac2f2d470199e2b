import { equal, match, notEqual, ok } from "node:assert/strict";
import { focusedPanel, placedPanels, rectOf } from "../../../tui/layout.ts";
import type { Model } from "../../../tui/mod.ts";
import { PAGE_IDS, PAGES } from "../../../tui/pages/pages.ts";
import { dashboard, FPS, press, running, withFrame } from "../fixtures.ts";
import { cellsOf, checklist, panelText, powered, screenOf, started } from "./read_back.ts";

checklist({
  "charts: any channels, side by side or overlaid, chosen with /"() {
    const model = press(started(), "3", "/", ..."chain.speed", "enter", "escape");
    match(panelText(model, "chart1"), /chain speed 0\.2495 m\/s/);
    match(panelText(model, "chart1"), /generator power/);
    const wide = press(running(dashboard({ columns: 200, rows: 24 }), 10), "3", "n", ..."air.mass");
    const [one, two] = placedPanels(press(wide, "enter", "escape"));
    equal(one.rect.y, two.rect.y);
    ok(two.rect.x >= one.rect.x + one.rect.width);
  },
  "charts: pan back, a cursor that reads values, freeze while the run goes on"() {
    const cursor = press(started(), "f", "left");
    equal(cursor.chartView.cursor, 100 - 1 / FPS - 30);
    const frozen = press(started(), "f", "z");
    const later = running(frozen, 20);
    equal(panelText(later, "power"), panelText(frozen, "power"));
    ok(later.frame!.simulationTime > frozen.frame!.simulationTime + 19);
    notEqual(panelText(press(later, "end"), "power"), panelText(frozen, "power"));
  },
  "charts: auto and fixed scales, scroll and sweep"() {
    const chart = press(started(), "f");
    notEqual(panelText(press(chart, "a"), "power"), panelText(chart, "power"));
    notEqual(panelText(press(chart, "w"), "power"), panelText(chart, "power"));
  },
  "charts: threshold lines of alarms, and a sign where they are passed"() {
    const slow = withFrame(started(), {}, {});
    const alarms = slow.alarms.alarms.map((alarm, index) =>
      index === 0
        ? { ...alarm, channel: "generator.power" as const, limitName: "hi" as const, limit: 2000 }
        : alarm
    );
    const model = { ...slow, alarms: { ...slow.alarms, alarms } };
    match(panelText(model, "power"), /power 2\.5\d\d kW ▲ above 2\.000 kW/);
    ok(!panelText(slow, "power").includes("▲"));
  },
  "one panel is expanded to the page"() {
    const model = press(started(), "f", "e");
    equal(rectOf(model, focusedPanel(model))?.width, 120);
  },
  "symbol sets: braille, blocks, ascii"() {
    for (
      const [symbols, drawn] of [["blocks", /[▘▝▖▗▚▞]/], ["ascii", /^[\x20-\x7e\n]*$/]] as const
    ) {
      for (const page of PAGE_IDS) {
        const screen = screenOf(press(running(dashboard({ symbols }), 100), PAGES[page].key));
        ok(symbols === "blocks" ? !/[⠀-⣿]/.test(screen) : drawn.test(screen), page);
      }
    }
  },
  "charts: braille"() {
    match(panelText(started(), "power"), /[⠁-⣿]/);
  },
  "charts: decimation never loses a spike of one sample, however long the window"() {
    for (const columns of [80, 120, 200]) {
      const start = running(dashboard({ columns, rows: 40 }), 5);
      const spiked = powered(powered(start, 1, () => 9000), 4000, () => 2500);
      const wide = press(spiked, "f", "-", "-", "home", "end");
      match(panelText(wide, "power"), /9\.000/, String(columns));
    }
  },
  "charts: buckets are aligned to the sample index, so that a moving chart only moves"() {
    const wave = (index: number) => 2500 + 400 * Math.sin(index / 9);
    const one = powered(press(started(10), "f", "a"), 3000, wave);
    const two = powered(press(started(10), "f", "a"), 3001, wave);
    const curve = (model: Model) => panelText(model, "power").split("\n").slice(1, -1);
    const shifted = curve(one).map((line, y) =>
      [...line].filter((glyph, x) => glyph !== [...curve(two)[y]][x]).length
    );
    // One sample more is at most the newest cell, unless the whole picture has moved by one.
    const isMoved = curve(one).every((line, y) => line.slice(1, 20) === curve(two)[y].slice(0, 19));
    ok(isMoved || shifted.every((count) => count <= 2), shifted.join());
  },
  "charts: several series, told apart, with the value of each"() {
    const chart = panelText(press(started(), "3"), "chart1");
    match(chart, /^1 ▸ generator power 2\.5\d\d kW/m);
    match(chart, /^2 compressor power 15\.000 kW/m);
  },
  "charts: a stretch beyond a limit has the colour of its alarm, and a sign"() {
    const quiet = started();
    const alarms = quiet.alarms.alarms.map((alarm, index) =>
      index === 0
        ? { ...alarm, channel: "generator.power" as const, limitName: "hi" as const, limit: 2800 }
        : alarm
    );
    const watched = { ...quiet, alarms: { ...quiet.alarms, alarms } };
    const model = press(powered(powered(watched, 200, () => 4000), 200, () => 2500), "f", "e");
    const cells = cellsOf(model);
    const { warning, error, critical, value } = model.theme;
    const signs = [warning, error, critical].map(({ foreground }) => foreground);
    const lines = cells.toString().split("\n");
    const axis = lines.findLastIndex((line) => line.includes("▲") && line.includes("─"));
    ok(axis > 0, "no sign");
    const marked = [...lines[axis]].indexOf("▲");
    const column = Array.from(
      { length: axis },
      (_, y) => cells.foregrounds[y * cells.width + marked],
    );
    ok(column.some((colour) => signs.includes(colour) && colour !== value.foreground));
  },
  "charts: gaps where there is no data"() {
    const gap = powered(powered(started(60), 300, () => NaN), 300, () => 2500);
    const lines = panelText(press(gap, "f"), "power").split("\n").slice(1, 5);
    const blank = [...lines[0]].findIndex((_, x) =>
      x > 5 && lines.every((line) => [...line].slice(x, x + 6).join("").trim() === "")
    );
    ok(blank > 0, lines.join("\n"));
  },
  "charts: the window is zoomed by + and - on a focused chart"() {
    const chart = press(started(), "f");
    match(panelText(press(chart, "+", "e"), "power"), /30 s to/);
    match(panelText(press(chart, "-", "e"), "power"), /2 min to/);
  },
  "charts: a cursor reads the values that were"() {
    const model = press(powered(started(60), 300, (index) => 1000 + index), "f", "left", "left");
    const at = model.chartView.cursor!;
    match(screenOf(model), new RegExp(`Values at 0:0${Math.floor(at / 60)}:`));
    match(panelText(press(model, "e"), "power"), /power \d\.\d\d\d kW/);
  },
});
