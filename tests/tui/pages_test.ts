import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Cells, paint } from "../../tui/kit/mod.ts";
import { focusedPanel, placedPanels } from "../../tui/layout.ts";
import { type Model, view } from "../../tui/mod.ts";
import { PAGE_IDS, PAGES } from "../../tui/pages/pages.ts";
import { PANELS } from "../../tui/panels/panels.ts";
import { dashboard, press, running } from "./fixtures.ts";

const SIZES = [[80, 24], [120, 40], [200, 60], [59, 15]] as const;

function screenOf(model: Model): string {
  const cells = new Cells(model.columns, model.rows, model.options.symbols);
  paint(view(model), cells);
  return cells.toString();
}

for (const page of PAGE_IDS.filter((id) => id !== "overview")) {
  for (const [columns, rows] of SIZES) {
    Deno.test(`page ${page} at ${columns}x${rows}`, async (t) => {
      const model = running(dashboard({ columns, rows }), 180);
      await t.assertSnapshot(screenOf(press(model, PAGES[page].key)));
    });
  }
}

Deno.test("digits and Tab show pages, the tabs say which one is shown", () => {
  const start = running(dashboard(), 1);
  let model = start;
  for (const page of [...PAGE_IDS.slice(1), PAGE_IDS[0]]) {
    model = press(model, "tab");
    equal(model.page, page);
    equal(press(start, PAGES[page].key).page, page);
    ok(screenOf(model).split("\n")[2].includes(`${PAGES[page].key} ${PAGES[page].title}`));
  }
  equal(press(start, "shift+tab").page, PAGE_IDS.at(-1));
});

Deno.test("panels lie within the page, apart from each other, at every size", () => {
  for (let columns = 60; columns <= 240; columns += 11) {
    for (let rows = 16; rows <= 70; rows += 5) {
      for (const page of PAGE_IDS) {
        const placed = placedPanels({ ...dashboard({ columns, rows }), page });
        const taken = new Set<number>();
        for (const { panel, rect } of placed) {
          const where = `${page} ${panel} ${columns}x${rows}`;
          ok(rect.x >= 0 && rect.x + rect.width <= columns, where);
          ok(rect.y >= 2 && rect.y + rect.height <= rows - 3, where);
          ok(rect.width >= 16 && rect.height >= 2, where);
          for (let y = rect.y; y < rect.y + rect.height; y++) {
            for (let x = rect.x; x < rect.x + rect.width; x++) {
              ok(!taken.has(y * columns + x), where);
              taken.add(y * columns + x);
            }
          }
        }
        ok(placed.some(({ panel }) => panel === PAGES[page].focus), page);
      }
    }
  }
});

Deno.test("f goes round the panels of a page, F back, and the title of one is marked", () => {
  for (const page of PAGE_IDS) {
    const start = press(running(dashboard(), 1), PAGES[page].key);
    const panels = placedPanels(start).map(({ panel }) => panel);
    const seen = [];
    let model = start;
    for (let count = 0; count < panels.length; count++) {
      model = press(model, "f");
      seen.push(focusedPanel(model));
      const marked = screenOf(model).match(/▸ [a-z]+/g) ?? [];
      equal(marked.length, 1, `${page}: ${marked}`);
    }
    deepEqual(seen.toSorted(), panels.toSorted());
    equal(focusedPanel(model), focusedPanel(start));
    equal(focusedPanel(press(model, "f", "F")), focusedPanel(model));
  }
});

Deno.test("e expands the panel with the focus to the page, whichever it is", () => {
  for (const page of PAGE_IDS) {
    let model = press(running(dashboard({ columns: 80, rows: 24 }), 100), PAGES[page].key);
    for (const { panel } of placedPanels(model)) {
      model = press(model, "f");
      const expanded = press(model, "e");
      const placed = placedPanels(expanded);
      deepEqual(placed.map((each) => each.panel), [focusedPanel(model)]);
      deepEqual(placed[0].rect, { x: 0, y: 3, width: 80, height: 18 });
      ok(screenOf(expanded).includes("▸"), panel);
      deepEqual(placedPanels(press(expanded, "e")), placedPanels(model));
    }
  }
});

Deno.test("each page remembers its focus", () => {
  const model = press(running(dashboard(), 1), "f", "2", "f", "1");
  equal(focusedPanel(model), "power");
  equal(focusedPanel(press(model, "2")), "balance");
});

Deno.test("a key of another panel says where it works", () => {
  const model = press(running(dashboard(), 1), "f", "f", "f", "f", "+");
  equal(model.notice?.kind, "refused");
  equal(model.notice?.text, "+ works in the parameters or a chart: f moves the focus");
  equal(
    press(running(dashboard(), 1), "f", "f", "f", "f", "down").notice?.text,
    "Down works in the parameters: f moves the focus",
  );
  equal(
    press(running(dashboard(), 1), "2", "enter").notice?.text,
    "Enter works in the parameters, on other pages",
  );
});

Deno.test("a list says which part of it is shown, and where it ends", () => {
  const start = press(running(dashboard({ columns: 80, rows: 24 }), 10), "4");
  match(screenOf(start), /floaters ─+ 1 to 16 of 29/);
  match(screenOf(press(start, "down")), / 2 to 17 of 29/);
  match(screenOf(press(start, "end")), / 14 to 29 of 29/);
  equal(press(start, "up").notice?.text, "This is its start");
  equal(press(start, "end", "down").notice?.text, "This is its end");
  const large = press(running(dashboard({ columns: 80, rows: 60 }), 10), "4", "down");
  equal(large.notice?.text, "All of it is shown");
});

Deno.test("a chart that has no channel yet is drawn all the same", () => {
  const opened = press(running(dashboard(), 1), "3", "n");
  match(screenOf(opened), /channels of this chart/);
  const left = press(opened, "escape");
  match(screenOf(left), /▸ no channel yet/);
  match(screenOf(press(left, "e")), /▸ no channel yet/);
});

Deno.test("panels are called what the key table refuses keys with", () => {
  for (const [id, { title, place, list }] of Object.entries(PANELS)) {
    ok(title.length > 0);
    ok(place !== "list" || list !== undefined, id);
  }
});
