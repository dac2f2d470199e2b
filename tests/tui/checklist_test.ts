import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { ALARM_ROLES, Cells, type MousePress, paint, THEMES } from "../../tui/kit/mod.ts";
import { focusedPanel, placedPanels, rectOf } from "../../tui/layout.ts";
import { type Effect, type Model, update, view } from "../../tui/mod.ts";
import { PAGE_IDS, PAGES } from "../../tui/pages/pages.ts";
import { placeInRange } from "../../tui/panels/parameter_detail.tsx";
import { PARAMETERS } from "../../telemetry/mod.ts";
import { alarmed, dashboard, FPS, press, running, withFrame } from "./fixtures.ts";

// What the dashboard is to be, sentence by sentence: driven by keys and read back from cells.

function cellsOf(model: Model): Cells {
  const cells = new Cells(model.columns, model.rows, model.options.symbols);
  paint(view(model), cells);
  return cells;
}

const screenOf = (model: Model) => cellsOf(model).toString();
const started = (seconds = 100) => running(dashboard(), seconds);
const typed = (model: Model, line: string) =>
  press(model, ":", ...[...line].map((key) => key === " " ? "space" : key), "enter");

function sent(model: Model, key: string): readonly Effect[] {
  return update(model, { kind: "key", key }).effects;
}

function pressed(model: Model, press: Partial<MousePress>): Model {
  const whole = {
    kind: "mouse",
    button: "left",
    x: 0,
    y: 0,
    ctrl: false,
    alt: false,
    shift: false,
  };
  return update(model, { kind: "mouse", press: { ...whole, ...press } as MousePress }).model;
}

/** What stands in the rectangle of a panel. */
function panelText(model: Model, panel: Parameters<typeof rectOf>[1]): string {
  const { x, y, width, height } = rectOf(model, panel)!;
  return screenOf(model).split("\n").slice(y, y + height)
    .map((line) => [...line].slice(x, x + width).join("")).join("\n");
}

const ITEMS: Readonly<Record<string, () => void>> = {
  "pages are switchable by digit, always, and by Tab"() {
    for (const from of PAGE_IDS) {
      for (const to of PAGE_IDS) {
        equal(press({ ...started(1), page: from }, PAGES[to].key).page, to);
      }
    }
    equal(press(started(1), "tab").page, PAGE_IDS[1]);
  },
  "Enter opens typed entry"() {
    match(screenOf(press(started(), "enter", ..."0.1")), /free air per fill +0\.1/);
  },
  "plus and minus go to the focused panel"() {
    const [effect] = sent(started(), "+");
    ok(effect.kind === "send" && effect.command.kind === "set");
    const chart = press(started(), "f");
    deepEqual(sent(chart, "+"), []);
    equal(press(chart, "+").chartView.span, 30);
    equal(press(chart, "-").chartView.span, 120);
  },
  "overview: floaters, water, receiver gauge, valves, clutch and flow arrows"() {
    const loop = panelText(running(dashboard({ columns: 120, rows: 40 }), 100), "loop");
    for (const sign of ["≈", "↑ air", "water ↓", "» valves", "receiver", "clutch"]) {
      ok(loop.includes(sign), sign);
    }
  },
  "energy: flow bars from the compressor to net, per lap and cumulative"() {
    const flows = panelText(press(started(200), "2"), "flows");
    match(flows, /lap 87\.0 s, W {2}all, kJ/);
    match(flows, /^compressor, electric .*█/m);
    match(flows, /^net .*█/m);
  },
  "energy: both sides add up to the watt"() {
    const lines = panelText(press(started(200), "2"), "balance").split("\n");
    const watts = (line: string) => Number(/(-?\d+) +-?[\d.]+$/.exec(line)?.[1]);
    const at = (word: string) => lines.findIndex((line) => line.startsWith(word));
    const sum = (from: number, to: number) =>
      lines.slice(from, to).reduce((total, line) => total + watts(line), 0);
    equal(watts(lines[at("IN ")]), sum(at("IN ") + 1, at("OUT ")));
    equal(watts(lines[at("OUT ")]), sum(at("OUT ") + 1, at("STORED")));
    equal(watts(lines[at("IN ")]), watts(lines[at("OUT ")]) + watts(lines[at("STORED")]));
  },
  "energy: ceiling and Carnot markers, and the text of the verdict"() {
    const screen = screenOf(press(started(200), "2"));
    match(screen, /│ ceiling 97\.0 % {2}┊ Carnot 0\.0 %/);
    match(screen, /Over unity: no/);
    const warm = { ...started(200).parameters, "h2.enabled": true, "h2.waterTemperature": 333.15 };
    const heated = press(running(dashboard({ parameters: warm }), 100), "2");
    match(screenOf(heated), /┊ Carnot 12\.0 %/);
  },
  "charts: any channels, side by side or overlaid, chosen with /"() {
    const model = press(started(), "3", "/", ..."chain.speed", "enter", "escape");
    match(panelText(model, "chart1"), /chain speed 0\.2495 m\/s/);
    match(panelText(model, "chart1"), /generator power/);
    const wide = press(running(dashboard({ columns: 200, rows: 24 }), 10), "3", "n", ..."air.mass");
    const [one, two] = placedPanels(press(wide, "enter", "escape"));
    equal(one.rect.y, two.rect.y);
    ok(two.rect.x >= one.rect.x + one.rect.width);
  },
  "floaters: position, leg, air mass, volume, temperature, valve"() {
    const table = panelText(press(started(), "4"), "floaters");
    match(table, /# +position m +leg +air kg +volume m3 +temp K +valve/);
    for (const leg of ["ascending", "descending", "top", "bottom"]) ok(table.includes(leg), leg);
    match(table, /» open/);
  },
  "alarms: what asks for attention, and the journal of what happened"() {
    const model = press(alarmed(press(started(), "+"), "starved"), "5");
    match(panelText(model, "alarms"), /▲ error +active, new +0:01:39\.9 +1 {2}starved/);
    match(panelText(model, "journal"), /injector\.freeAirVolume 0\.160 m3 → 0\.165 m3/);
    match(panelText(model, "journal"), /error starved: raise, active, new/);
    deepEqual(sent(model, "a"), [
      { kind: "send", command: { kind: "alarm", event: "acknowledge", alarm: "starved" } },
    ]);
  },
  "performance: histogram of lateness, cost of a step, health"() {
    const screen = screenOf(press(started(), "6"));
    match(screen, /lateness of ticks ─+ of 3000/);
    match(screen, /below 10 µs +3000 █/);
    match(screen, /relative residual +3\.2e-15/);
    match(screen, /profile ─+\n.* core +median +99 % +max ms/);
    match(screen, /frame ring +0 of 64/);
    match(screen, /command ring +0 of 524288 B/);
    match(screen, /tap ring +no data/);
    const sick = withFrame(press(started(), "6"), { "stability": 0.4, "stability.worst": 7 });
    match(screenOf(sick), /worst sign +rejected steps/);
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
  "parameters: a tree by group that folds, with search"() {
    const folded = press(started(), "o");
    match(panelText(folded, "parameters"), /▸ injector \(6\)/);
    ok(!panelText(folded, "parameters").includes("free air per fill"));
    const found = press(started(), "/", ..."depth", "enter");
    match(panelText(found, "parameters"), /parameters ─+ \/depth/);
    match(panelText(found, "parameters"), /water depth/);
    ok(!panelText(found, "parameters").includes("free air per fill"));
    ok(panelText(press(found, "escape"), "parameters").includes("free air per fill"));
  },
  "parameters: unit, range, default, mark of a change, bar in the range"() {
    const panel = panelText(press(started(), "+"), "parameters");
    match(panel, /\* free air per fill +0\.165 m3/);
    match(panel, /from 0 to 100000 m3/);
    match(panel, /preset 0\.160 m3/);
    match(panel, /─●─/);
    for (const row of PARAMETERS) {
      if (row.kind !== "number" && row.kind !== "integer") continue;
      equal(placeInRange(row, row.min), 0, row.name);
      equal(placeInRange(row, row.max), 1, row.name);
    }
  },
  "parameters: coarse and fine steps, live validation, undo and redo"() {
    match(screenOf(press(started(), "shift+up")), /0\.160 m3 → 0\.210 m3/);
    match(screenOf(press(started(), "enter", "-", "1")), /! .*from 0 to 100000/);
    const undone = press(started(), "+", "u");
    match(screenOf(undone), /Undone: injector/);
    match(screenOf(press(undone, "U")), /Redone: injector\.freeAirVolume 0\.160 m3 → 0\.165/);
  },
  "a baseline: the run before as a ghost line, and the difference in lap averages"() {
    const marked = press(started(), "b");
    const ghosts = running(press(marked, "f"), 10);
    notEqual(panelText(ghosts, "power"), panelText({ ...ghosts, baseline: undefined }, "power"));
    const later = withFrame(marked, { "lap.power": 2700, "lap.count": 2 });
    match(screenOf(press(later, "B")), /lap power +2\.500 kW +2\.700 kW +\+0\.200 kW/);
  },
  "what cannot be undone is confirmed"() {
    const asked = press(started(), "r");
    match(screenOf(asked), /\? The run would begin again from rest\. Reset it\? \(y or n\)/);
    deepEqual(sent(asked, "n"), []);
    deepEqual(sent(asked, "y"), [{ kind: "send", command: { kind: "reset" } }]);
    const restart = press(typed(started(), "goto chain.floaterCount"), "+");
    equal(restart.dialog?.kind, "confirm");
    equal(restart.pending.length, 0);
  },
  "colour only for the abnormal, and never the only sign"() {
    for (const theme of THEMES) {
      for (const role of ALARM_ROLES) notEqual(theme[role].attributes, 0, theme.name);
    }
    match(screenOf(alarmed(started(), "starved")), /▲ ERROR starved/);
  },
  "the same place for the same thing"() {
    const rows = PAGE_IDS.map((page) => screenOf(press(started(), PAGES[page].key)).split("\n"));
    for (const lines of rows) {
      equal(lines[0], rows[0][0]);
      equal(lines[1], rows[0][1]);
      match(lines.at(-1)!, /^ q quit {2}\? help {2}space hold/);
    }
  },
  "a key that cannot work now says why"() {
    match(screenOf(press(started(), "2", "enter")), /! Enter works in the parameters, on other/);
    match(screenOf(press(started(), ".")), /! A single step needs a held run/);
  },
  "toasts for what happened"() {
    const told = alarmed(started(), "overrun", "starved");
    match(screenOf(told).split("\n").at(-2)!, / {9}error: starved {2}\+1$/);
    ok(!screenOf(running(told, 7)).includes("error: starved"));
  },
  "themes: dark, light, high contrast, monochrome"() {
    for (const { name } of THEMES) {
      equal(typed(started(), `theme ${name}`).theme.name, name);
    }
    const colours = new Set(cellsOf(typed(started(), "theme monochrome")).foregrounds);
    equal(colours.size, 1);
  },
  "the mouse: a click focuses, the wheel zooms and scrolls"() {
    const { x, y } = rectOf(started(), "torque")!;
    equal(focusedPanel(pressed(started(), { x, y })), "torque");
    equal(pressed(started(), { x, y, button: "wheelup" }).chartView.span, 30);
    equal(pressed(started(), { x: 15, y: 2 }).page, "energy");
    const table = press({ ...started(), columns: 80, rows: 24 }, "4");
    equal(pressed(table, { x: 5, y: 9, button: "wheeldown" }).scrolls.floaters, 1);
    equal(pressed(press(started(), "?"), { x, y }).overlay, "help");
  },
  "layouts for 80x24, 120x40 and wider"() {
    for (const page of PAGE_IDS) {
      const widths = [[80, 24], [120, 40], [200, 60]].map(([columns, rows]) =>
        placedPanels({ ...dashboard({ columns, rows }), page }).map(({ rect }) => rect.width).join()
      );
      equal(new Set(widths).size, 3, page);
    }
  },
  "a screenshot as text and SVG by S"() {
    deepEqual(sent(started(), "S"), [{ kind: "screenshot" }]);
  },
};

for (const [sentence, check] of Object.entries(ITEMS)) {
  Deno.test(`checklist: ${sentence}`, check);
}
