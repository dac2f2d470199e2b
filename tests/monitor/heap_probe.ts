/**
 * Prints how many bytes an evaluation of 200 rules allocates, for heap_test.ts. To be started with
 * a young generation so large that none of it is collected meanwhile.
 */

import { AlarmMonitor, watchedAlarms } from "../../monitor/mod.ts";
import { CHANNELS, PARAMETERS } from "../../telemetry/mod.ts";
import { manyRules, quietValues } from "./many_rules.ts";

declare const gc: () => void;

/** Evaluations until every function is compiled. */
const WARM_UP = 30_000;
const EVALUATIONS = 2_000;
/** Stretches that are measured; compiling anew may fall into some of them. */
const STRETCHES = 7;

let entries = 0;
/** Where the small objects go, so that no compiler leaves them out. */
export let sink: object = {};
const addsObject = Deno.args[0] === "one small object per evaluation";
const monitor = new AlarmMonitor({
  watched: watchedAlarms(manyRules(200)),
  rate: 10,
  begun: -1,
  tell: () => void entries++,
});
const input = {
  channels: new Float64Array(CHANNELS.length),
  parameters: new Float64Array(PARAMETERS.length),
};
let evaluation = 0;

function evaluate(times: number): void {
  for (let i = 0; i < times; i++) {
    quietValues(evaluation, input.channels);
    monitor.evaluate(input, evaluation++);
    if (addsObject) sink = { sink: 0 };
  }
}

evaluate(WARM_UP);
// A rate has no data at first.
entries = 0;
const stretches = Array.from({ length: STRETCHES }, () => {
  gc();
  const before = Deno.memoryUsage().heapUsed;
  evaluate(EVALUATIONS);
  return (Deno.memoryUsage().heapUsed - before) / EVALUATIONS;
}).sort((one, other) => one - other);
if (entries > 0) throw new Error(`Cannot measure as nothing must happen: ${entries} entries`);
console.log(stretches[STRETCHES >> 1]);
