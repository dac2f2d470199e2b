import { deepEqual, equal } from "node:assert/strict";
import { channelIndex } from "../../telemetry/mod.ts";
import { LATENESS_BOUNDS, NO_TICKS, withTick } from "../../tui/lateness.ts";
import { NO_LAPS } from "../../tui/laps.ts";
import { lastLap } from "../../tui/panels/books.ts";
import { dashboard, FPS, frameAt, running, withFrame } from "./fixtures.ts";

Deno.test("a lap lies between the frames at which the count of laps rises", () => {
  const before = running(dashboard(), 86);
  equal(lastLap(before), undefined);
  const first = running(before, 2);
  equal(first.laps.before?.simulationTime, 0);
  equal(first.laps.last?.simulationTime, 87);
  const second = running(first, 90);
  equal(second.laps.before?.simulationTime, 87);
  equal(second.laps.last?.simulationTime, 174);
  const lap = lastLap(second)!;
  equal(lap.duration, 87);
  equal(lap.joules("compressorElectric"), 8700);
});

Deno.test("a new run begins without laps", () => {
  const model = running(dashboard(), 100);
  const anew = withFrame(model, { "lap.count": 0 }, { simulationTime: 0 });
  equal(anew.laps.last, NO_LAPS.last);
  equal(anew.laps.before?.simulationTime, 0);
});

Deno.test("a tick is counted in the class of its lateness, and one without is not", () => {
  const frame = frameAt(0, dashboard().parameters);
  const at = (lateness: number) => {
    frame.values[channelIndex("clock.lateness")] = lateness;
    return withTick(NO_TICKS, frame);
  };
  equal(at(NaN).ticks, 0);
  for (const [lateness, place] of [[0, 0], [9.9e-6, 0], [10e-6, 1], [1e-3, 7], [9, 11]]) {
    const { counts, ticks } = at(lateness);
    equal(ticks, 1);
    deepEqual(counts.flatMap((count, index) => count > 0 ? [index] : []), [place]);
  }
  equal(NO_TICKS.counts.length, LATENESS_BOUNDS.length + 1);
  const model = running(dashboard(), 2);
  equal(model.lateness.ticks, 2 * FPS);
  equal(model.shownLateness.ticks, model.numerals!.frameId + 1);
});
