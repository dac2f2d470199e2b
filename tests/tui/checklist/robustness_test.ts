import { deepEqual, equal, ok } from "node:assert/strict";
import { update } from "../../../tui/mod.ts";
import { PAGE_IDS, PAGES } from "../../../tui/pages/pages.ts";
import { dashboard, press, running } from "../fixtures.ts";
import { checklist, screenOf, started, typed } from "./read_back.ts";

checklist({
  "robustness: resized a hundred times, the screen is the one of its size"() {
    let model = started();
    for (let count = 0; count < 100; count++) {
      const size = { columns: 40 + 7 * (count % 30), rows: 10 + 3 * (count % 20) };
      model = update(model, { kind: "resize", ...size }).model;
      const lines = screenOf(model).split("\n");
      ok(lines.length <= size.rows && lines.every((line) => [...line].length <= size.columns));
    }
    const back = update(model, { kind: "resize", columns: 120, rows: 40 }).model;
    const still = update(started(), { kind: "resize", columns: 120, rows: 40 }).model;
    equal(screenOf(back), screenOf(still));
  },
  "robustness: a paste presses no keys, and one of any length is taken in or refused"() {
    const refused = update(started(), { kind: "paste", text: "q\nr\n+" });
    deepEqual(refused.effects, []);
    ok(screenOf(refused.model).includes("! Press Enter before pasting a value"));
    const typing = press(started(), "enter");
    const pasted = update(typing, { kind: "paste", text: "0.1\u001b[31m2" }).model;
    ok(screenOf(pasted).includes("0.1[31m2"));
    const long = update(typing, { kind: "paste", text: "1".repeat(1e5) }).model;
    ok(screenOf(long).includes("! A line has at most 120 characters"));
  },
  "robustness: every page is there before the first frame, and makes up no number"() {
    for (const page of PAGE_IDS) {
      const screen = screenOf(press(dashboard(), PAGES[page].key));
      ok(screen.includes("no data"), page);
      ok(!/NaN|undefined|Infinity kW/.test(screen), page);
    }
  },
  "robustness: every page is drawn at any size, with every symbol set and theme"() {
    for (const symbols of ["braille", "blocks", "ascii"] as const) {
      for (const page of PAGE_IDS) {
        for (const [columns, rows] of [[60, 16], [80, 24], [97, 31], [200, 60], [300, 100]]) {
          const model = press(running(dashboard({ columns, rows, symbols }), 3), PAGES[page].key);
          ok(screenOf(model).includes(" q quit"), `${page} ${columns}x${rows}`);
        }
      }
    }
    for (const theme of ["light", "high-contrast", "monochrome"]) {
      equal(screenOf(typed(started(), `theme ${theme}`)).split("\n").length, 40);
    }
  },
});
