import { equal, match, ok } from "node:assert/strict";
import { PARAMETERS, PRESETS } from "../../telemetry/mod.ts";
import { ATTRIBUTES, Cells, paint } from "../../tui/kit/mod.ts";
import { type Model, view } from "../../tui/mod.ts";
import { alarmed, dashboard, faulty, press, running, withFrame } from "./fixtures.ts";

function cellsOf(model: Model): Cells {
  const cells = new Cells(model.columns, model.rows, model.options.symbols);
  paint(view(model), cells);
  return cells;
}

function screenOf(model: Model): string {
  return cellsOf(model).toString();
}

const SIZES = [[80, 24], [120, 40], [200, 60], [60, 16]] as const;

for (const [columns, rows] of SIZES) {
  Deno.test(`screen of ${columns}x${rows}`, async (t) => {
    await t.assertSnapshot(screenOf(running(dashboard({ columns, rows }), 100)));
  });
}

Deno.test("screen in ASCII", async (t) => {
  const screen = screenOf(running(dashboard({ columns: 80, rows: 24, symbols: "ascii" }), 100));
  match(screen, /^[\x20-\x7e\n]*$/);
  await t.assertSnapshot(screen);
});

Deno.test("screen before the first frame has no number that nobody has measured", async (t) => {
  const screen = screenOf(dashboard({ columns: 80, rows: 24 }));
  const [header, headline] = screen.split("\n");
  match(header, /starting {2}no data .* RTF no data of 1/);
  match(headline, /net power +no data/);
  await t.assertSnapshot(screen);
});

Deno.test("screen with alarms, a refusal and a value being typed", async (t) => {
  const start = running(dashboard({ columns: 80, rows: 24 }), 10);
  const refused = press(start, "+", "enter", ..."0.2 kg", "enter");
  const starved = withFrame(refused, { "clock.overruns": 2 }, { status: "starved" });
  await t.assertSnapshot(screenOf(alarmed(starved, "starved", "overrun")));
});

Deno.test("screen of the alarms with a fault that was injected", async (t) => {
  const start = running(dashboard({ columns: 80, rows: 24 }), 10);
  const screen = screenOf(press(faulty(start), "5"));
  match(screen.split("\n")[0], / 1 fault /);
  match(screen, /injected faults .*1 there/);
  match(screen, /▲ bias=0\.5:chain\.speed {2}since 0:00:09\.9/);
  await t.assertSnapshot(screen);
});

Deno.test("screen of the help and of a verdict", async (t) => {
  const name = "claimed-25m";
  const options = { columns: 80, rows: 24, name, preset: PRESETS[name] };
  const start = running(dashboard({ ...options, parameters: PRESETS[name].parameters }), 100);
  await t.assertSnapshot(screenOf(press(start, "?")));
  await t.assertSnapshot(screenOf(press(start, "v")));
});

Deno.test("a terminal that is too small is told how large it has to be", async (t) => {
  const screen = screenOf(dashboard({ columns: 59, rows: 15 }));
  match(screen, /kpp needs 60 x 16 cells\n.*this terminal has 59 x 15/);
  await t.assertSnapshot(screen);
  for (const [columns, rows] of [[59, 16], [60, 15], [1, 1], [200, 2]]) {
    ok(!screenOf(running(dashboard({ columns, rows }), 1)).includes("ledger"));
  }
});

Deno.test("every size has a screen, with the same things in it", () => {
  for (let columns = 60; columns <= 240; columns += 7) {
    for (let rows = 16; rows <= 70; rows += 3) {
      const screen = screenOf(running(dashboard({ columns, rows }), 0.1));
      const size = `${columns}x${rows}`;
      for (const word of ["power", "torque", "efficiency", "ceiling", "ledger", "residual"]) {
        ok(screen.includes(word), `${size} ${word}`);
      }
      ok(screen.includes("parameters"), size);
      equal(screen.includes("loop"), columns >= 72, size);
      equal(screen.split("\n").at(-1)?.startsWith(" q quit"), true, size);
      equal(screen.split("\n").length, rows);
    }
  }
});

Deno.test("every parameter can be seen and typed on the smallest screen", () => {
  let model = press(running(dashboard({ columns: 60, rows: 16 }), 0.1), "home");
  for (const row of PARAMETERS) {
    const lines = screenOf(model).split("\n");
    const shown = row.label.slice(0, 8);
    ok(lines.some((line) => line.includes(shown)), row.name);
    ok(lines.some((line) => line.includes(row.name.slice(0, 20))), row.name);
    model = press(model, "down");
  }
});

Deno.test("what is abnormal is a word as well as a colour", () => {
  const starved = withFrame(running(dashboard(), 10), {}, { status: "starved" });
  const both = alarmed(starved, "starved", "energyViolation");
  const screen = screenOf({ ...both, numerals: both.frame });
  match(screen, /▲ starved/);
  match(screen, /▲ CRITICAL energy violation since 0:00:10.0 {2}\+ starved {2}The second law/);
});

Deno.test("without an alarm, a hold or a change nothing has a colour but charts and air", () => {
  const cells = cellsOf(running(dashboard(), 20));
  const colours = new Set(cells.foregrounds);
  equal(colours.size, 2);
});

Deno.test("the selected parameter stands out without colour", () => {
  const cells = cellsOf(running(dashboard(), 1));
  const lines = cells.toString().split("\n");
  const row = lines.findIndex((line) => line.includes("free air per fill"));
  const column = lines[row].indexOf("free air per fill");
  ok((cells.attributes[row * cells.width + column] & ATTRIBUTES.inverse) !== 0);
});

Deno.test("the first lap is called what it is", () => {
  match(screenOf(running(dashboard(), 80)), /lap average no data/);
  match(screenOf(running(dashboard(), 100)), /first lap 16.8 % ceiling 97.0 %/);
  match(screenOf(running(dashboard(), 180)), /lap average 16.8 %/);
});

Deno.test("holding shows at once, and the speed that was asked for", () => {
  const model = press(running(dashboard(), 10), ">", "space");
  match(screenOf(model).split("\n")[0], /■ held .* RTF 1.00 of 2 /);
});

Deno.test("between two renewals of the numerals only charts and loop change", () => {
  let model = running(dashboard(), 60 + 1 / 30);
  const cells = cellsOf(model);
  let changed = 0;
  for (let frame = 0; frame < 6; frame++) {
    model = withFrame(model, {});
    const next = cellsOf(model);
    for (let y = 0; y < next.height; y++) {
      for (let x = 0; x < next.width; x++) {
        const code = next.codePoints[y * next.width + x];
        if (code === cells.codePoints[y * next.width + x]) continue;
        changed++;
        const isDrawn = code === 0x20 || code === 0xbb || (code >= 0x2800 && code < 0x2900);
        ok(isDrawn, `${String.fromCodePoint(code)} at ${x}, ${y}`);
      }
    }
  }
  ok(changed > 0);
});

Deno.test("every screen says that a tap is open, and whether it is open to all", () => {
  const header = (columns: number, tap?: "open" | "exposed") => {
    const options = { columns, rows: 24, ...(tap && { tap }) };
    return screenOf(running(dashboard(options), 100)).split("\n")[0];
  };
  for (const columns of [60, 80, 120]) {
    equal(/\btap\b/.test(header(columns)), false);
    match(header(columns, "open"), /running {2}[\d:.]+ {2}tap {2}/);
    match(header(columns, "exposed"), /running {2}[\d:.]+ {2}tap open to all( |$)/);
    ok(header(columns, "exposed").length <= columns);
  }
});
