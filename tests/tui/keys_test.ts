import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { PARAMETERS } from "../../telemetry/mod.ts";
import {
  type Action,
  bindingOf,
  type Effect,
  type KeyBinding,
  keyMessage,
  KEYS,
  type Model,
  update,
  view,
} from "../../tui/mod.ts";
import { Cells, paint } from "../../tui/kit/mod.ts";
import { parameterValue } from "../../tui/changes.ts";
import { lineOf } from "../../tui/dialog.ts";
import { overlayLines } from "../../tui/panels/overlay.ts";
import { SHELVING } from "../../tui/actions/alarms.ts";
import { selectedAlarm } from "../../tui/alarm_list.ts";
import { focusedPanel } from "../../tui/layout.ts";
import { keyPlaces } from "../../tui/model.ts";
import { PAGE_IDS, PAGES } from "../../tui/pages/pages.ts";
import { alarmed, dashboard, press, running } from "./fixtures.ts";

/** A model in which an action does something, and what it must do. */
interface Case {
  readonly from: () => Model;
  readonly expect: (
    after: Model,
    before: Model,
    effects: readonly Effect[],
    key: string,
  ) => void;
}

/** The first floater of the last ones that 16 lines have room for. */
const LAST_FLOATERS = 29 - 16;

const AIR = PARAMETERS.findIndex(({ name }) => name === "injector.freeAirVolume");
const started = () => running(dashboard(), 1);
const held = () => press(started(), "space");
const typing = () => press(started(), "enter", "0", ".", "1");
const alarms = () => press(alarmed(started(), "starved", "overrun"), "5");
const table = () => press({ ...started(), columns: 80, rows: 24 }, "4");
const source = () => press(started(), "7");
const finding = () => press(source(), "/", ..."lap");
const help = () => press({ ...started(), columns: 80, rows: 20 }, "?");

function selects(position: number): Case["expect"] {
  return (after, _, effects) => {
    equal(after.selected, position);
    deepEqual(effects, []);
  };
}

const SET_FINE = { kind: "set", parameter: "injector.freeAirVolume", value: 0.165 } as const;

/** Charts of two minutes. */
const chart = () => press(running(dashboard(), 120), "3");
const reading = () => press(chart(), "left");

function cursorAt(steps: number): Case["expect"] {
  return ({ chartView }, before) => {
    const moved = chartView.cursor! - before.chartView.cursor!;
    ok(Math.abs(moved - steps) < 1e-9, String(moved));
  };
}

function ends(end: number | null): Case["expect"] {
  return ({ chartView }) => {
    if (end === null) equal(chartView.end, null);
    else ok(Math.abs(chartView.end! - end) < 1e-9, String(chartView.end));
  };
}

function selectsChannel(selected: number): Case["expect"] {
  return ({ dialog }) => ok(dialog?.kind === "channels" && dialog.selected === selected);
}

function sets(value: number): Case["expect"] {
  return (after, _, effects) => {
    const parameter = "injector.freeAirVolume";
    deepEqual(effects, [{ kind: "send", command: { kind: "set", parameter, value } }]);
    equal(parameterValue(after, parameter), value);
    ok(after.notice?.text.startsWith(parameter));
  };
}

function sends(command: Extract<Effect, { kind: "send" }>["command"]): Case["expect"] {
  return (_, __, effects) => deepEqual(effects, [{ kind: "send", command }]);
}

function types(text: string, cursor: number): Case["expect"] {
  return (after) => deepEqual(lineOf(after.dialog), { text, cursor });
}

/** The floaters from the one at `first`. */
function shows(first: number): Case["expect"] {
  return (after) => equal(after.scrolls.floaters, first);
}

function groupOf(model: Model): string {
  return PARAMETERS[model.selected].group;
}

/** Every action there is: a key without a case here does not compile. */
const CASES: Readonly<Record<Action, Case>> = {
  hold: { from: started, expect: sends({ kind: "hold" }) },
  step: { from: held, expect: sends({ kind: "step" }) },
  slower: { from: started, expect: sends({ kind: "speed", speed: 0.5 }) },
  faster: { from: started, expect: sends({ kind: "speed", speed: 2 }) },
  mode: { from: started, expect: sends({ kind: "mode", mode: "accuracy" }) },
  reset: { from: started, expect: (after) => equal(after.dialog?.kind, "confirm") },
  confirm: { from: () => press(started(), "r"), expect: sends({ kind: "reset" }) },
  decline: {
    from: () => press(started(), "r"),
    expect: (after, _, effects) => {
      equal(after.dialog, undefined);
      deepEqual(effects, []);
    },
  },
  baseline: { from: started, expect: (after) => equal(after.baseline?.frame, after.frame) },
  comparison: {
    from: () => press(started(), "b"),
    expect: (after) => equal(after.overlay, "comparison"),
  },
  screenshot: {
    from: started,
    expect: (_, __, effects) => deepEqual(effects, [{ kind: "screenshot" }]),
  },
  zoomIn: { from: chart, expect: (after) => equal(after.chartView.span, 30) },
  zoomOut: { from: chart, expect: (after) => equal(after.chartView.span, 120) },
  cursorBack: { from: reading, expect: cursorAt(-0.6) },
  cursorOn: { from: reading, expect: cursorAt(0.6) },
  panBack: { from: chart, expect: ends(120 - 1 / 30 - 30) },
  panOn: { from: () => press(chart(), "pageup", "pageup"), expect: ends(90) },
  panStart: { from: chart, expect: ends(60) },
  follow: { from: () => press(chart(), "left"), expect: ends(null) },
  freeze: { from: chart, expect: ends(120 - 1 / 30) },
  axes: { from: chart, expect: (after) => equal(after.chartView.scale, "fixed") },
  sweep: { from: chart, expect: (after) => equal(after.chartView.style, "sweep") },
  channels: { from: chart, expect: (after) => equal(after.dialog?.kind, "channels") },
  newChart: { from: chart, expect: (after) => equal(after.charts.length, 4) },
  closeChart: {
    from: chart,
    expect: (after, before) => deepEqual(after.charts, before.charts.slice(1)),
  },
  toggleChannel: {
    from: () => press(chart(), "/", ..."shaft.sp"),
    expect: (after) => equal(after.charts[0].at(-1), "shaft.speed"),
  },
  channelUp: { from: () => press(chart(), "/", "down", "down"), expect: selectsChannel(1) },
  channelDown: { from: () => press(chart(), "/", "down"), expect: selectsChannel(2) },
  command: { from: started, expect: (after) => equal(after.dialog?.kind, "command") },
  runCommand: {
    from: () => press(started(), ":", ..."speed", "space", "5"),
    expect: sends({ kind: "speed", speed: 5 }),
  },
  complete: { from: () => press(started(), ":", ..."spe"), expect: types("speed ", 6) },
  recallBefore: {
    from: () => press(started(), ":", ..."hold", "enter", ":"),
    expect: types("hold", 4),
  },
  recallNext: {
    from: () => press(started(), ":", ..."hold", "enter", ":", "up"),
    expect: types("", 0),
  },
  search: { from: started, expect: (after) => equal(after.dialog?.kind, "search") },
  keepSearch: {
    from: () => press(started(), "/", ..."depth"),
    expect: (after) => deepEqual([after.search, after.dialog], ["depth", undefined]),
  },
  endSearch: {
    from: () => press(started(), "/", ..."depth", "enter"),
    expect: (after) => equal(after.search, ""),
  },
  fold: {
    from: started,
    expect: (after) => deepEqual(after.folded, [groupOf(after)]),
  },
  restore: { from: () => press(started(), "+"), expect: sets(0.16) },
  redo: { from: () => press(started(), "+", "u"), expect: sends(SET_FINE) },
  eraseWord: {
    from: () => press(started(), ":", ..."set", "space", ..."inj"),
    expect: types("set ", 4),
  },
  selectUp: { from: started, expect: selects(AIR - 1) },
  selectDown: { from: started, expect: selects(AIR + 1) },
  pageUp: { from: started, expect: selects(AIR - 10) },
  pageDown: { from: started, expect: selects(AIR + 10) },
  selectFirst: { from: started, expect: selects(0) },
  selectLast: { from: started, expect: selects(PARAMETERS.length - 1) },
  previousGroup: {
    from: started,
    expect: (after) => {
      equal(groupOf(after), "ambient");
      notEqual(PARAMETERS[after.selected - 1].group, "ambient");
    },
  },
  nextGroup: {
    from: started,
    expect: (after) => {
      equal(groupOf(after), "compressor");
      equal(PARAMETERS[after.selected - 1].group, "injector");
    },
  },
  raise: { from: started, expect: sets(0.165) },
  lower: { from: started, expect: sets(0.155) },
  raiseCoarse: { from: started, expect: sets(0.21) },
  lowerCoarse: { from: started, expect: sets(0.11) },
  edit: { from: started, expect: types("", 0) },
  undo: {
    from: () => press(started(), "+"),
    expect: (after, _, effects) => {
      const parameter = "injector.freeAirVolume";
      deepEqual(effects, [{ kind: "send", command: { kind: "set", parameter, value: 0.16 } }]);
      deepEqual(after.changes.done, []);
    },
  },
  page: { from: started, expect: (after, _, __, key) => equal(PAGES[after.page].key, key) },
  nextPage: { from: started, expect: (after) => equal(after.page, "energy") },
  previousPage: { from: started, expect: (after) => equal(after.page, PAGE_IDS.at(-1)) },
  focusNext: { from: started, expect: (after) => equal(focusedPanel(after), "power") },
  focusPrevious: { from: started, expect: (after) => equal(focusedPanel(after), "loop") },
  expand: { from: started, expect: (after) => equal(after.isExpanded, true) },
  acknowledge: {
    from: alarms,
    expect: sends({ kind: "alarm", event: "acknowledge", alarm: "starved" }),
  },
  acknowledgeAll: { from: alarms, expect: sends({ kind: "alarm", event: "acknowledge" }) },
  shelve: {
    from: alarms,
    expect: sends({ kind: "alarm", event: "shelve", alarm: "starved", duration: SHELVING }),
  },
  resetAlarm: {
    from: alarms,
    expect: (after, _, effects) => {
      match(after.notice?.text ?? "", /only a latch is reset/);
      deepEqual(effects, []);
    },
  },
  service: { from: alarms, expect: sends({ kind: "alarm", event: "remove", alarm: "starved" }) },
  alarmDown: { from: alarms, expect: (after) => equal(selectedAlarm(after)?.name, "overrun") },
  alarmUp: {
    from: () => press(alarms(), "down"),
    expect: (after) => equal(selectedAlarm(after)?.name, "starved"),
  },
  listDown: { from: table, expect: shows(1) },
  listUp: { from: () => press(table(), "end"), expect: shows(LAST_FLOATERS - 1) },
  listPageDown: { from: table, expect: shows(LAST_FLOATERS) },
  listPageUp: { from: () => press(table(), "end"), expect: shows(0) },
  listFirst: { from: () => press(table(), "end"), expect: shows(0) },
  listLast: { from: table, expect: shows(LAST_FLOATERS) },
  find: { from: source, expect: (after) => equal(after.dialog?.kind, "find") },
  keepFound: {
    from: finding,
    expect: (after) => {
      equal(after.dialog, undefined);
      equal(after.find, "lap");
    },
  },
  endFind: {
    from: finding,
    expect: (after) => {
      equal(after.dialog, undefined);
      equal(after.find, "");
    },
  },
  verdict: { from: started, expect: (after) => equal(after.overlay, "verdict") },
  help: { from: started, expect: (after) => equal(after.overlay, "help") },
  quit: { from: started, expect: (_, __, effects) => deepEqual(effects, [{ kind: "quit" }]) },
  // The guard of the terminal does it, before the key comes here.
  suspend: { from: started, expect: (_, __, effects) => deepEqual(effects, []) },
  type: { from: typing, expect: types("0.17", 4) },
  accept: { from: typing, expect: sets(0.1) },
  cancel: {
    from: typing,
    expect: (after, _, effects) => {
      equal(after.dialog, undefined);
      deepEqual(effects, []);
    },
  },
  eraseLeft: { from: typing, expect: types("0.", 2) },
  eraseRight: { from: () => press(typing(), "home"), expect: types(".1", 0) },
  eraseAll: { from: typing, expect: types("", 0) },
  cursorLeft: { from: typing, expect: types("0.1", 2) },
  cursorRight: { from: () => press(typing(), "home"), expect: types("0.1", 1) },
  cursorStart: { from: typing, expect: types("0.1", 0) },
  cursorEnd: { from: () => press(typing(), "home"), expect: types("0.1", 3) },
  close: { from: help, expect: (after) => equal(after.overlay, undefined) },
  scrollUp: { from: () => press(help(), "down"), expect: (after) => equal(after.scroll, 0) },
  scrollDown: { from: help, expect: (after) => equal(after.scroll, 1) },
  scrollPageUp: {
    from: () => press(help(), "pagedown"),
    expect: (after) => equal(after.scroll, 0),
  },
  scrollPageDown: { from: help, expect: (after) => equal(after.scroll, 16) },
};

function keysOf({ keys }: KeyBinding): readonly string[] {
  return keys.length === 0 ? ["7"] : keys;
}

function screenOf(model: Model): string {
  const cells = new Cells(model.columns, model.rows, "braille");
  paint(view(model), cells);
  return cells.toString();
}

/** Where an action begins that a place has which is not that of its case. */
const FROM: Readonly<Record<string, () => Model>> = {
  "source endFind": () => press(finding(), "enter"),
  "search endSearch": () => press(started(), "/", ..."depth"),
};

for (const binding of KEYS) {
  for (const key of keysOf(binding)) {
    Deno.test(`${binding.place}: ${key} does ${binding.action}`, () => {
      const { from, expect } = CASES[binding.action];
      const before = (FROM[`${binding.place} ${binding.action}`] ?? from)();
      equal(bindingOf(key, keyPlaces(before)), binding);
      const { model, effects } = update(before, { kind: "key", key });
      expect(model, before, effects, key);
    });
  }
}

Deno.test("every binding has a line of help and a key that nothing else has", () => {
  const lines = overlayLines(press(dashboard(), "?"));
  for (const binding of KEYS) {
    ok(lines.some((line) => line.includes(binding.help)), binding.help);
    for (const key of binding.keys) equal(bindingOf(key, [binding.place]), binding);
  }
});

Deno.test("the help fits every screen that is not too small, or can be scrolled", () => {
  for (const [columns, rows] of [[60, 16], [80, 24], [120, 40], [200, 60]]) {
    let model = press(running(dashboard({ columns, rows }), 1), "?");
    const seen = new Set<string>();
    for (let page = 0; page < 9; page++) {
      for (const line of screenOf(model).split("\n")) seen.add(line.replaceAll(/\s+/g, " "));
      model = press(model, "pagedown");
    }
    const all = [...seen].join("\n");
    for (const { help } of KEYS) ok(columns === 60 || all.includes(help), `${columns}: ${help}`);
  }
});

Deno.test("the footer shows the keys of the place, and only whole ones", () => {
  const footer = (model: Model) => screenOf(model).split("\n").at(-1)?.trim();
  equal(
    footer(running(dashboard({ columns: 60, rows: 16 }), 1)),
    "q quit  ? help  space hold  + raise  - lower  Enter type",
  );
  equal(footer(typing()), "Enter set  Esc cancel  Ctrl-U erase all");
  equal(footer(help()), "Esc close  Down scroll");
});

Deno.test("a key of the terminal has the name of the table", () => {
  const key = (name: string, more = {}) =>
    keyMessage({ kind: "key", name, ctrl: false, alt: false, shift: false, text: "", ...more });
  deepEqual(key("a", { text: "a" }), { kind: "key", key: "a" });
  deepEqual(key("c", { ctrl: true }), { kind: "key", key: "ctrl+c" });
  deepEqual(key("up", { shift: true }), { kind: "key", key: "shift+up" });
  deepEqual(key("q", { alt: true }), { kind: "key", key: "alt+q" });
  deepEqual(key("paste", { text: "9 m" }), { kind: "paste", text: "9 m" });
});

Deno.test("a key that no row names does nothing", () => {
  const before = started();
  for (const key of ["Z", "alt+q", "f9", "ctrl+v"]) {
    equal(update(before, { kind: "key", key }).model, before, key);
  }
});
