import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { ALARM_ROLES, THEMES } from "../../../tui/kit/mod.ts";
import { focusedPanel, placedPanels, rectOf } from "../../../tui/layout.ts";
import { isPainted, parseScreen, screenText, update } from "../../../tui/mod.ts";
import { PAGE_IDS, PAGES } from "../../../tui/pages/pages.ts";
import { alarmed, dashboard, FPS, press, running } from "../fixtures.ts";
import { cellsOf, checklist, pressed, screenOf, sent, started, typed } from "./read_back.ts";

checklist({
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
  "a theme file is a theme like any other"() {
    const [dark] = THEMES;
    const mine = { ...dark, name: "mine" };
    const model = running(dashboard({ themes: [...THEMES, mine] }), 1);
    equal(typed(model, "theme mine").theme, mine);
    match(screenOf(typed(model, "theme yours")), /! No theme is called "yours": .*mine/);
  },
  "a window that is not looked at is painted twice a second, and again at once when it is"() {
    const unseen = update(started(1), { kind: "seen", isSeen: false }).model;
    const painted = Array.from({ length: FPS }, (_, index) => index)
      .filter((frames) => isPainted(unseen.painting, { frames, fps: FPS }));
    equal(painted.length, 2);
    const seen = update(unseen, { kind: "seen", isSeen: true }).model;
    for (let frames = 0; frames < FPS; frames++) ok(isPainted(seen.painting, { frames, fps: FPS }));
  },
  "the rate of painting goes down when the terminal cannot keep up, and says so"() {
    let model = started(1);
    for (let count = 0; count < 200; count++) {
      model = update(model, { kind: "painted", isBusy: true }).model;
    }
    ok(model.painting.every > 1);
    match(screenOf(model), /! The terminal cannot keep up: [\d.]+ of 30 frames a second/);
  },
  "the state of the screen is remembered between runs"() {
    const left = typed(press(started(), "f", "+", "w", "2", "f"), "theme light");
    const screen = parseScreen(screenText(left))!;
    const again = running(dashboard({ screen }), 100);
    equal(again.page, "energy");
    equal(again.theme.name, "light");
    equal(focusedPanel(again), focusedPanel(left));
    equal(again.chartView.span, 30);
    equal(running(dashboard(), 1).page, "overview");
  },
});
