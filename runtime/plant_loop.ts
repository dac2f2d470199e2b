import { MasterClock, wholeSteps } from "../clock/mod.ts";
import { PlantFault } from "../engine/mod.ts";
import { MOST_ROLLBACKS } from "./plant_rollback.ts";
import { PlantRun } from "./plant_run.ts";
import type { RunEnd, RunParts } from "./plant_run_parts.ts";

/** Steps between two looks for commands in a run without a clock. */
const ROW_CHUNK = 256;

/**
 * Runs a plant until its end: the loop of the plant thread, apart from the thread.
 *
 * A plant that cannot go on goes back, see plant_rollback.ts; where that does not help either,
 * it ends the run with a frame of status `fault`. The last frame of a run is never dropped.
 */
export function runPlant(parts: RunParts): RunEnd {
  const { options, time } = parts;
  const clock = options.rows ? undefined : new MasterClock(time, options);
  const run = new PlantRun(parts, clock);
  try {
    return clock ? runLive(run, clock) : runRows(run, options.rows!.rate);
  } catch (error) {
    if (!(error instanceof PlantFault)) throw error;
    run.fail();
    const tried = `going back ${MOST_ROLLBACKS} times, with smaller steps, did not help`;
    return { reason: "fault", message: `${error.message}; ${tried}` };
  } finally {
    run.end();
  }
}

/** A frame at every tick, from frame 0 at time 0. */
function runLive(run: PlantRun, clock: MasterClock): RunEnd {
  const { frames, commands, options: { duration = Infinity } } = run.parts;
  run.catchUp();
  for (;;) {
    if (!run.hear() || frames.closed) return { reason: "stopped" };
    if (!clock.awaitTick(commands)) continue;
    run.profiler?.begin();
    let granted: number;
    while ((granted = clock.grant(run.place(duration).step - run.step)) > 0) {
      run.advance(granted);
      if (!run.hear()) return { reason: "stopped" };
    }
    run.profiler?.lap("engine");
    clock.endTick();
    const end = run.place(duration);
    if (run.step >= end.step) {
      run.publish({ time: duration, ahead: end.ahead }, "wait");
      return { reason: "done" };
    }
    run.publish(run.now, "drop");
    run.adapt();
    run.profiler?.end();
  }
}

/** A frame at exactly every 1 / rate seconds of simulated time, with the duration the last. */
function runRows(run: PlantRun, rate: number): RunEnd {
  const { duration = Infinity } = run.parts.options;
  const lastRow = duration === Infinity ? Infinity : wholeSteps(duration * rate);
  run.catchUp();
  const { shownTime } = run;
  let row = Number.isNaN(shownTime)
    ? -wholeSteps(-run.now.time * rate)
    : wholeSteps(shownTime * rate) + 1;
  let { restarts } = run;
  run.profiler?.begin();
  while (row <= lastRow) {
    if (!run.hear()) return { reason: "stopped" };
    if (run.restarts !== restarts) {
      restarts = run.restarts;
      row = 0;
    }
    const time = row / rate;
    const { step, ahead } = run.place(time);
    if (run.step < step) {
      run.advance(Math.min(step - run.step, ROW_CHUNK));
      continue;
    }
    run.profiler?.lap("engine");
    if (!run.publish({ time, ahead }, "wait")) return { reason: "stopped" };
    run.profiler?.end();
    run.profiler?.begin();
    row++;
  }
  return { reason: "done" };
}
