import { equal, match, ok } from "node:assert/strict";
import { kpp } from "../../cli/mod.ts";
import { openCourse, summaryText } from "../../cli/summary.ts";
import type { ChannelId, Frame } from "../../telemetry/mod.ts";
import { frameOf } from "../telemetry/fixtures.ts";
import { FakeWorld } from "./fake_world.ts";

const FPS = 30;

/** A run whose generator gives `power` at each frame, W. */
function runOf(
  count: number,
  power: (i: number) => number,
  last: Partial<Record<ChannelId, number>> = {},
) {
  const history = openCourse();
  let frame: Frame | undefined;
  for (let i = 0; i < count; i++) {
    const values = { "generator.power": power(i), ...(i === count - 1 ? last : {}) };
    frame = frameOf(values, { frameId: i, simulationTime: i / FPS });
    history.append(frame.simulationTime, frame.values);
  }
  return { history, frame };
}

const LAP: Partial<Record<ChannelId, number>> = {
  "lap.count": 2,
  "lap.time": 87,
  "lap.power": 2500,
  "lap.compressor": 14900,
  "lap.net": -12400,
};

Deno.test("a run is summed up as its length, its power and its last lap", () => {
  const run = runOf(601, (i) => i < 300 ? 0 : 2600, LAP);
  const lines = summaryText(run, "braille").split("\n");
  equal(lines[0], "20.0 s simulated; generator power in kW:");
  match(lines[1], /^ {3}2\.600 ┼ +╭─+$/);
  match(lines[9], /^ {3}0\.000 ┼─+╯$/);
  equal(lines[10], "lap 2: generator 2.500 kW, compressor 14.900 kW, net -12.400 kW");
  equal(lines.length, 11);
});

Deno.test("a spike of one frame is in the summary", () => {
  const text = summaryText(runOf(9000, (i) => i === 4321 ? 5000 : 0, {}), "braille");
  match(text, /^ {3}5\.000 ┼ +╭?╮/m);
  ok(!text.includes("lap"));
});

Deno.test("where there is no data the curve begins after it", () => {
  const lines = summaryText(runOf(600, (i) => i < 300 ? NaN : i), "braille").split("\n");
  match(lines[1], /^ {3}0\.599 ┤/);
  match(lines[9], /^ {3}0\.300 ┼/);
  ok(lines[9].length < 50);
});

Deno.test("a terminal without symbols has characters", () => {
  match(summaryText(runOf(601, (i) => i, LAP), "ascii"), /^[ -~\n]+$/);
});

Deno.test("without a course there is nothing to sum up", () => {
  equal(summaryText({ history: openCourse(), frame: undefined }, "braille"), "");
  equal(summaryText(runOf(1, () => 1, {}), "braille"), "");
  equal(summaryText(runOf(60, () => NaN, {}), "braille"), "");
});

Deno.test("a plain run ends with its summary, and rows do not", async () => {
  const frames = function* () {
    for (let i = 0; i < 90; i++) {
      yield frameOf({ "generator.power": i }, { frameId: i, simulationTime: i / FPS });
    }
  };
  const plant = () => ({ frames: frames(), end: { reason: "done" } as const });
  const plain = new FakeWorld({ isTerminal: true, plant });
  equal(await kpp(["--plain"], plain), 0);
  match(plain.reports.join(""), /^3\.0 s simulated; generator power in kW:\n/);
  const rows = new FakeWorld({ plant });
  equal(await kpp(["--format", "csv"], rows), 0);
  equal(rows.reports.join(""), "");
});
