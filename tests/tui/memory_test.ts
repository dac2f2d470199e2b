import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { PARAMETERS } from "../../telemetry/mod.ts";
import { Cells, paint, PaintMemory } from "../../tui/kit/mod.ts";
import { KEYS, type Message, type Model, update, view } from "../../tui/mod.ts";
import { FIRST_VIEW } from "../../tui/charts/mod.ts";
import { NUMERAL_RATE } from "../../tui/update.ts";
import { PANELS } from "../../tui/panels/panels.ts";
import { stillMembers, type StillModel } from "../../tui/still_model.ts";
import { alarmed, dashboard, frameAt, press, running } from "./fixtures.ts";

/** A screen that is painted from memory, and the same painted as if it were the first. */
class TwoScreens {
  readonly #kept: Cells;
  readonly #memory = new PaintMemory();

  constructor({ columns, rows, options }: Model) {
    this.#kept = new Cells(columns, rows, options.symbols);
  }

  check(model: Model): void {
    const { columns, rows, options: { symbols } } = model;
    const kept = this.#kept;
    if (kept.width !== columns || kept.height !== rows) kept.resize(columns, rows);
    paint(view(model), kept, this.#memory);
    const anew = new Cells(columns, rows, symbols);
    paint(view(model), anew);
    equal(kept.toString(), anew.toString());
    deepEqual(kept.foregrounds, anew.foregrounds);
    deepEqual(kept.backgrounds, anew.backgrounds);
    deepEqual(kept.attributes, anew.attributes);
  }
}

const MOVING = [
  "frames",
  "frame",
  "numerals",
  "charted",
  "isStale",
  "history",
  "lateness",
  "shownLateness",
  "painting",
];

/** Something that happens to a dashboard. */
type Happening = (model: Model) => Model;

const told = (message: Message): Happening => (model) => update(model, message).model;

const PRESSED = [...new Set(KEYS.flatMap(({ keys }) => keys)), ..."abz019.: "];

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...PRESSED).map((key) => told({ kind: "key", key })) },
  {
    weight: 6,
    arbitrary: fc.integer({ min: 1, max: 9 }).map((frames) => (model: Model) =>
      running(model, frames / 30)
    ),
  },
  fc.tuple(fc.integer({ min: 55, max: 150 }), fc.integer({ min: 14, max: 45 })).map(
    ([columns, rows]) => told({ kind: "resize", columns, rows }),
  ),
  fc.tuple(fc.nat(119), fc.nat(39), fc.constantFrom("left", "wheelUp", "wheelDown")).map(
    ([x, y, button]) =>
      told({
        kind: "mouse",
        press: { kind: "mouse", button, x, y, ctrl: false, alt: false, shift: false },
      } as Message),
  ),
  fc.constantFrom("starved", "overrun", "energyViolation").map((name) => (model: Model) =>
    alarmed(model, name)
  ),
  fc.boolean().map((isRefused) => told({ kind: "told", text: "so it is", isRefused })),
  fc.boolean().map((isBusy) => told({ kind: "painted", isBusy })),
  fc.constantFrom(...PARAMETERS.filter(({ kind }) => kind === "number")).map(
    (row) => (model: Model) =>
      told({
        kind: "reply",
        reply: {
          command: { kind: "set", parameter: row.name, value: model.parameters[row.name] },
          outcome: "applied",
        },
      })(model),
  ),
  fc.constant((model: Model) =>
    told({ kind: "frame", frame: frameAt(0, model.parameters) })(model)
  ),
);

Deno.test("a screen painted from memory is the one painted anew, whatever happens", () => {
  fc.assert(
    fc.property(fc.array(happening, { minLength: 20, maxLength: 60 }), (happenings) => {
      let model = running(dashboard(), 0.2);
      const screens = new TwoScreens(model);
      screens.check(model);
      for (const happen of happenings) {
        model = happen(model);
        screens.check(model);
      }
    }),
    { seed: 4, numRuns: 60, endOnFailure: true },
  );
});

Deno.test("between two renewals of the numerals nothing but what moves is drawn", () => {
  const chartView = { ...FIRST_VIEW, span: 20 };
  const model = running({ ...dashboard(), chartView }, 60 + 1 / 30);
  const drawn = new Set<string>();
  const spied = Object.entries(PANELS).map(([id, panel]) => {
    const { View } = panel;
    Object.assign(panel, {
      View: (props: never) => {
        drawn.add(id);
        return View(props);
      },
    });
    return () => Object.assign(panel, { View });
  });
  try {
    const memory = new PaintMemory();
    const cells = new Cells(model.columns, model.rows);
    paint(view(model), cells, memory);
    ok(drawn.has("ledger") && drawn.has("parameters"));
    drawn.clear();
    const next = running(model, 1 / 30);
    equal(next.numerals, model.numerals);
    paint(view(next), cells, memory);
    deepEqual([...drawn].toSorted(), ["loop"]);
    const later = running(next, 2 / 30);
    equal(later.numerals, model.numerals);
    paint(view(later), cells, memory);
    deepEqual([...drawn].toSorted(), ["efficiency", "loop", "power", "torque"]);
    drawn.clear();
    const renewed = running(later, 1 / NUMERAL_RATE);
    notEqual(renewed.numerals, later.numerals);
    paint(view(renewed), cells, memory);
    deepEqual([...drawn].toSorted(), ["efficiency", "ledger", "loop", "power", "torque"]);
    paint(view(press(renewed, "f")), cells, memory);
    ok(drawn.has("parameters"));
  } finally {
    for (const restore of spied) restore();
  }
});

Deno.test("a member that no panel that stands still can read is no reason to draw one", () => {
  const model = running(dashboard(), 1);
  const next = running(model, 1 / 30);
  deepEqual(stillMembers(next), stillMembers(model));
  const still: StillModel = model;
  const count = Object.keys(still).length;
  for (const name of Object.keys(model) as (keyof Model)[]) {
    const other = { ...model, [name]: Symbol() };
    const isSame = stillMembers(other).every((each, i) => each === stillMembers(model)[i]);
    equal(isSame, MOVING.includes(name));
  }
  equal(stillMembers(model).length, count - MOVING.length);
});
