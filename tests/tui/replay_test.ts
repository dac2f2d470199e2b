import fc from "fast-check";
import { PRESETS } from "../../telemetry/mod.ts";
import { ScreenDiff } from "../../tui/kit/diff.ts";
import { Cells, COLOR_DEPTHS, paint, SYMBOL_SETS } from "../../tui/kit/mod.ts";
import { KEYS, type Message, update, view } from "../../tui/mod.ts";
import { dashboard, frameAt } from "./fixtures.ts";
import { assertShows, Emulator } from "./kit/emulator.ts";

/** What can happen to a dashboard; a number stands for so many further frames. */
type Happening = Message | number;

const keys = [...new Set(KEYS.flatMap((binding) => binding.keys)), ..."0.5ex"];
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { arbitrary: fc.constantFrom(...keys).map((key): Message => ({ kind: "key", key })), weight: 6 },
  { arbitrary: fc.integer({ min: 1, max: 20 }), weight: 3 },
  {
    arbitrary: fc.string({ unit: "binary", maxLength: 20 }).map((text): Message => ({
      kind: "paste",
      text,
    })),
    weight: 1,
  },
  {
    arbitrary: fc.tuple(fc.integer({ min: 20, max: 140 }), fc.integer({ min: 4, max: 45 }))
      .map(([columns, rows]): Message => ({ kind: "resize", columns, rows })),
    weight: 1,
  },
);

Deno.test("whatever happens, a terminal sent the differences shows the screen", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 1, maxLength: 25 }),
      fc.constantFrom(...COLOR_DEPTHS),
      fc.constantFrom(...SYMBOL_SETS),
      async (happenings, depth, symbols) => {
        let model = dashboard({ symbols });
        const cells = new Cells(model.columns, model.rows, symbols);
        const emulator = new Emulator(model.columns, model.rows);
        const diff = new ScreenDiff(depth);
        let frame = 0;
        for (const each of happenings) {
          const last = frame + (typeof each === "number" ? each : 0);
          for (; frame < last; frame++) {
            const message: Message = {
              kind: "frame",
              frame: frameAt(frame, PRESETS["kpp-01"].parameters),
            };
            model = update(model, message).model;
          }
          if (typeof each !== "number") model = update(model, each).model;
          if (model.columns !== cells.width || model.rows !== cells.height) {
            cells.resize(model.columns, model.rows);
            emulator.resize(model.columns, model.rows);
            diff.forget();
          }
          paint(view(model), cells);
          await emulator.write(diff.encode(cells));
        }
        assertShows(emulator, cells, depth);
      },
    ),
    { seed: 20, numRuns: 40, endOnFailure: true },
  );
});
