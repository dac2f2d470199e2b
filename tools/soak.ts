/**
 * `deno task soak [HOURS]`: a real plant thread for eight simulated hours with faults, at a hundred
 * times real time, after eight faster ones. Memory must stay flat, the clock must not drift, the
 * ledger must close.
 *
 * @module
 */

import { PlantThread } from "../runtime/plant_thread.ts";
import { scenarioOf } from "../simtest/mod.ts";
import { channelIndex, MODES } from "../telemetry/mod.ts";

const HOURS = 8;
const SPEED = 100;
const SEED = 1;
const FPS = 30;

/**
 * Simulated hours before memory is looked at, and how fast they go by. By then compilers and caches
 * have settled, and heaps, which the task keeps to 12 MB, have been full and collected: what is not
 * used any more does not look like growth.
 */
const WARM_UP = { hours: 8, speed: 800 };

/**
 * Largest growth of memory, bytes per simulated hour. In one of those 1080 frames pass, of some
 * 4 kB each, so that a frame in four that is never let go would show.
 */
const MOST_GROWTH = 2 ** 20;

/**
 * Largest drift of simulated against real time. A timer that is set anew loses a hundred times as
 * much; the instants that it is told from are a tick of 3.3 s apart, which leaves 3e-5 of doubt.
 */
const MOST_DRIFT = 2e-4;

const LARGEST_RESIDUAL = 1e-9;

/** Simulated time between two looks at memory, s. */
const LOOK_EVERY = 120;

const RESIDUAL = channelIndex("ledger.relativeResidual");
const VIOLATION = channelIndex("exergy.violation");
const DROPPED = channelIndex("clock.droppedSteps");

/** What was seen at one instant. */
interface Look {
  /** Simulated time, s. */
  readonly time: number;
  /** Resident memory of the program, bytes. */
  readonly memory: number;
  /** Simulated time less what has gone by times the speed, s. */
  readonly drift: number;
}

/** Slope of the straight line through points by least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (place: 0 | 1) =>
    points.reduce((sum, point) => sum + point[place], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const rise = points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0);
  return rise / points.reduce((sum, [px]) => sum + (px - x) ** 2, 0);
}

/** The largest number of each kind that a run has shown. */
interface Worst {
  residual: number;
  violation: number;
  dropped: number;
  entries: number;
  lost: number;
}

async function soak(hours: number): Promise<number> {
  const begin = WARM_UP.hours * 3600;
  const duration = begin + hours * 3600;
  const { parameters, faults } = scenarioOf(SEED, duration);
  const { dt, integration } = MODES.balanced;
  const { speed } = WARM_UP;
  const options = { parameters, dt, integration, fps: FPS, speed, duration, faults };
  const looks: Look[] = [];
  const worst: Worst = { residual: 0, violation: 0, dropped: 0, entries: 0, lost: 0 };
  await using plant = PlantThread.start({ ...options, seed: SEED });
  using _ = plant.journal.subscribe((entries) => {
    worst.entries += entries.length;
    for (const entry of entries) if (entry.kind === "lost") worst.lost += entry.count;
  });
  let isAsked = false;
  /** When the pace became that of the soak, s of simulated time. */
  let paced = NaN;
  using _replies = plant.replies.subscribe(({ simulationTime }) => paced = simulationTime);
  let begun = NaN;
  const end = await plant.frames(({ simulationTime: time, timestamp, values }) => {
    if (time >= begin && !isAsked) {
      isAsked = true;
      plant.send({ kind: "speed", speed: SPEED });
    }
    worst.residual = Math.max(worst.residual, values[RESIDUAL]);
    worst.violation = Math.max(worst.violation, values[VIOLATION]);
    worst.dropped = Math.max(worst.dropped, values[DROPPED] || 0);
    // What is not known yet is not reached yet.
    if (!(time >= (looks.at(-1)?.time ?? paced) + LOOK_EVERY)) return;
    if (Number.isNaN(begun)) begun = timestamp - time / SPEED;
    // Steps that were dropped are time that was given up, and is counted as such.
    const drift = time + worst.dropped * dt - (timestamp - begun) * SPEED;
    looks.push({ time, memory: Deno.memoryUsage().rss, drift });
  });
  console.log(`${faults.length} faults, ${worst.entries} entries, ended: ${end.reason}`);
  return judge(looks, worst, end.reason === "done");
}

/** Prints the numbers beside their bounds. Returns the exit code. */
function judge(looks: readonly Look[], worst: Worst, isDone: boolean): number {
  const growth = 3600 * slope(looks.map(({ time, memory }) => [time, memory]));
  const drift = Math.abs(slope(looks.map((look) => [look.time, look.drift])));
  const memory = looks.map((look) => look.memory);
  const [least, most] = [Math.min(...memory), Math.max(...memory)];
  const rows: readonly (readonly [what: string, value: number, bound: number, unit: string])[] = [
    ["memory, growth per simulated hour", growth / 2 ** 20, MOST_GROWTH / 2 ** 20, "MB"],
    ["clock, drift", drift, MOST_DRIFT, "s/s"],
    ["ledger, relative residual", worst.residual, LARGEST_RESIDUAL, ""],
    ["ledger, energy violations", worst.violation, 0, ""],
    ["journal, entries lost", worst.lost, 0, ""],
  ];
  console.log(`memory ${(least / 2 ** 20).toFixed(1)} to ${(most / 2 ** 20).toFixed(1)} MB`);
  console.log(`steps dropped ${worst.dropped}`);
  let isWell = isDone;
  for (const [what, value, bound, unit] of rows) {
    const holds = value <= bound;
    isWell &&= holds;
    const said = `${value.toPrecision(3)} ${unit}`.trim();
    console.log(`${holds ? "ok    " : "FAILED"} ${what}: ${said}, at most ${bound.toPrecision(3)}`);
  }
  return isWell ? 0 : 1;
}

if (import.meta.main) {
  const hours = Number(Deno.args[0] ?? HOURS);
  if (!(hours >= 0.5 && hours <= 1000)) {
    throw new RangeError(
      `Cannot soak as the number of hours must be from 0.5 to 1000: current value is ${
        Deno.args[0]
      }`,
    );
  }
  Deno.exit(await soak(hours));
}
