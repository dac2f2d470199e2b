/**
 * Prints how many bytes an evaluation of the quality of all channels allocates, for heap_test.ts.
 * To be started with a young generation so large that none of it is collected meanwhile.
 */

import { Observation, Plant, PRESETS } from "../../engine/mod.ts";
import { emptyReading } from "../../clock/mod.ts";
import { QualityMonitor } from "../../monitor/mod.ts";
import { CHANNELS, emptyRuntime, sample } from "../../telemetry/mod.ts";

declare const gc: () => void;

/** Evaluations until every function is compiled. */
const WARM_UP = 20_000;
const EVALUATIONS = 2_000;
/** Stretches that are measured; compiling anew may fall into some of them. */
const STRETCHES = 7;

let entries = 0;
/** Where the small objects go, so that no compiler leaves them out. */
export let sink: object = {};
const addsObject = Deno.args[0] === "one small object per evaluation";
const plant = new Plant(PRESETS["kpp-01"].parameters);
const seen = new Observation();
const source = { plant: seen, clock: emptyReading(), runtime: emptyRuntime() };
const values = new Float64Array(CHANNELS.length);
const quality = new QualityMonitor(() => void entries++);
for (let i = 0; i < 1000; i++) plant.step(0.02);
plant.observe(seen);
sample(source, values);
const shown = {
  time: seen.time,
  dueAt: seen.time,
  values,
  parameters: plant.parameters,
  floaterCount: seen.floaterCount,
  floaters: seen.floaters,
};

function evaluate(times: number): void {
  for (let i = 0; i < times; i++) {
    quality.evaluate(shown);
    if (addsObject) sink = { sink: 0 };
  }
}

evaluate(WARM_UP);
const stretches = Array.from({ length: STRETCHES }, () => {
  gc();
  const before = Deno.memoryUsage().heapUsed;
  evaluate(EVALUATIONS);
  return (Deno.memoryUsage().heapUsed - before) / EVALUATIONS;
}).sort((one, other) => one - other);
if (entries > 0) throw new Error(`Cannot measure as nothing must happen: ${entries} entries`);
console.log(stretches[STRETCHES >> 1]);
