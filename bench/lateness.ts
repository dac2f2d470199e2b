/**
 * How late the clock's ticks are, on a machine left alone and on one kept busy, and what a reader
 * that takes no frames for three seconds does to them.
 */

import { FIXED, PRESETS } from "../engine/mod.ts";
import { PlantThread } from "../runtime/plant_thread.ts";
import { channelIndex } from "../telemetry/mod.ts";
import { type Figure, publish, quantile } from "./figures.ts";
import { sleep } from "./pseudo_terminal.ts";

const RUNS = 3;
const FPS = 30;
/** Wall time of one run, s, and what is left out at its start. */
const SPAN = 20;
const WARM_UP = 2;
/** Frames at the start and at the end over which the least delay is taken: see driftOf(). */
const WINDOW = 2 * FPS;
/** How long the reader takes no frames, s. */
const STALL = 3;

/** Lateness of every tick that was seen, s, and what the run lost. */
interface Ticks {
  readonly lateness: number[];
  readonly overruns: number;
  readonly droppedSteps: number;
  /** Wall time gained on simulated time over the run, s. */
  readonly drift: number;
}

async function measure(stallAt = Infinity): Promise<Ticks> {
  await using thread = PlantThread.start({
    parameters: PRESETS["kpp-01"].parameters,
    dt: 1 / 240,
    integration: FIXED,
    fps: FPS,
    speed: 1,
    duration: SPAN,
  });
  const late = channelIndex("clock.lateness");
  const worst = channelIndex("clock.latenessMax");
  const overruns = channelIndex("clock.overruns");
  const dropped = channelIndex("clock.droppedSteps");
  const lateness: number[] = [];
  const last = { overruns: 0, droppedSteps: 0 };
  const delays: number[] = [];
  let stalled = false;
  await thread.frames(async (frame) => {
    if (frame.simulationTime < WARM_UP) return;
    // While it stalls frames are lost, so the worst of the recent ticks stands for them.
    lateness.push(frame.values[stalled ? worst : late]);
    last.overruns = frame.values[overruns];
    last.droppedSteps = frame.values[dropped];
    delays.push(performance.now() / 1000 - frame.simulationTime);
    stalled = frame.simulationTime >= stallAt;
    if (stalled) {
      stallAt = Infinity;
      await sleep(STALL);
    }
  });
  return { lateness, ...last, drift: driftOf(delays) };
}

/**
 * How much the least delay of a frame, from its simulated time to its reader, changes over a run.
 * Single frames are read late by whatever else the reader does; the least of many is not.
 */
function driftOf(delays: number[]): number {
  return Math.min(...delays.slice(-WINDOW)) - Math.min(...delays.slice(0, WINDOW));
}

/** Processes that do nothing but compute, two per core, until disposed of. */
class Load implements AsyncDisposable {
  readonly #children = Array.from(
    { length: 2 * navigator.hardwareConcurrency },
    () => new Deno.Command(Deno.execPath(), { args: ["eval", "for (;;);"] }).spawn(),
  );
  async [Symbol.asyncDispose]() {
    for (const child of this.#children) child.kill("SIGKILL");
    await Promise.all(this.#children.map((child) => child.status));
  }
}

async function repeat(stallAt?: number): Promise<Ticks[]> {
  const runs: Ticks[] = [];
  for (let i = 0; i < RUNS; i++) runs.push(await measure(stallAt));
  return runs;
}

function describe(where: string, runs: Ticks[], limits: { p50?: number; p99?: number }): Figure[] {
  const lateness = (what: string, q: number, limit?: number): Figure => ({
    what: `${where}: ${what}`,
    unit: "ms",
    runs: runs.map((run) => quantile(run.lateness, q) * 1000),
    ...(limit !== undefined && { budget: { limit, side: "at most" as const } }),
  });
  const count = (what: string, pick: (run: Ticks) => number): Figure => ({
    what: `${where}: ${what} in ${SPAN} s`,
    unit: "",
    runs: runs.map(pick),
  });
  return [
    lateness("lateness, p50", 0.5, limits.p50),
    lateness("lateness, p99", 0.99, limits.p99),
    lateness("lateness, largest", 1),
    count("overruns", (run) => run.overruns),
    count("dropped steps", (run) => run.droppedSteps),
  ];
}

const quiet = await repeat();
const stalledReader = await repeat(WARM_UP + 3);
const busy = await (async () => {
  await using _load = new Load();
  return await repeat();
})();

publish([
  ...describe("machine left alone", quiet, { p50: 0.05, p99: 1 }),
  {
    what: "machine left alone: drift of simulated against wall time",
    unit: "ms",
    runs: quiet.map((run) => Math.abs(run.drift) * 1000),
    budget: { limit: 1, side: "at most" },
  },
  {
    what: `reader stalled for ${STALL} s: lateness, largest`,
    unit: "ms",
    runs: stalledReader.map((run) => quantile(run.lateness, 1) * 1000),
    budget: { limit: 20, side: "at most" },
  },
  ...describe("two busy processes per core", busy, {}),
]);
