/**
 * What timing the components of a run costs, of the work of its plant thread.
 *
 * The difference of two runs is smaller than what a machine does to either, so the cost is put
 * together from what can be measured closely: what a run calls the profiler for is counted, and a
 * loop that does nothing else times those calls. The difference of runs is shown beside it.
 */

import process from "node:process";
import { THREAD_TIME } from "../clock/mod.ts";
import { FIXED, Plant, PRESETS } from "../engine/mod.ts";
import { MOST_LEFT_OUT, Profiler } from "../monitor/mod.ts";
import { createOwnRings } from "../runtime/own_rings.ts";
import { runPlant } from "../runtime/plant_loop.ts";
import { type Component, createProfileBoard, profileRow, STATISTIC } from "../telemetry/mod.ts";
import { type Figure, median, publish } from "./figures.ts";

type Preset = "kpp-01" | "claimed-25m";

/** Measurements, pairs of runs in each, and pairs before the first that counts. */
const RUNS = 9;
const PAIRS = 8;
const WARM_UP = 5;
/** Frames of one run, all of which its ring holds, and of one loop over the profiler's calls. */
const FRAMES = 2048;
const LOOP_FRAMES = 30_000;
const FPS = 30;
const READINGS = 1e6;

type Reading = () => number;

/** One run of a minute, with the frames of a live one: its work, s, and what was timed. */
function run(name: Preset, options: { profile: boolean; now?: Reading }) {
  const { parameters } = PRESETS[name];
  const rings = createOwnRings({ slots: FRAMES, maxFloaters: 66 });
  const parts = {
    ...rings.parts,
    options: {
      parameters,
      dt: 1 / 240,
      integration: FIXED,
      fps: FPS,
      speed: 1,
      rows: { rate: FPS },
      duration: (FRAMES - 1) / FPS,
      profile: options.profile,
    },
    plant: new Plant(parameters),
    time: { ...THREAD_TIME, now: options.now ?? THREAD_TIME.now },
    reply: () => {},
    journal: { add: () => {}, send: () => {}, flush: () => {}, waiting: 0 },
  };
  const start = process.cpuUsage();
  runPlant(parts);
  // Work, not wall time: others on the machine take turns of milliseconds.
  const work = process.cpuUsage(start).user / 1e6;
  const row = profileRow(rings.parts.profile, "engine");
  return { work, timed: row[STATISTIC.timed] / row[STATISTIC.frames] };
}

/** Laps in a frame of a run, on average: without a time that passes, every frame is timed. */
function lapsPerFrame(name: Preset): number {
  let readings = 0;
  const now = () => {
    readings++;
    return 0;
  };
  run(name, { profile: true, now });
  // Besides its laps, a frame is read at its begin and at its end.
  return readings / FRAMES - 2;
}

const COMPONENTS: readonly Component[] = ["engine", "events", "sampling", "monitors", "publish"];

/** Work of a frame, s, that does nothing but call a profiler, if there is one, for so many laps. */
function callsOf(
  profiler: Profiler | undefined,
  { laps, beforeFrame = () => {} }: { laps: number; beforeFrame?: () => void },
): number {
  const probe = profiler && {
    begin: () => profiler.lap("engine"),
    end: () => profiler.lap("events"),
  };
  const frames = (count: number) => {
    let owed = 0;
    for (let i = 0; i < count; i++) {
      beforeFrame();
      profiler?.begin();
      for (owed += laps; owed >= 2; owed -= 2) {
        probe?.begin();
        probe?.end();
      }
      profiler?.end();
    }
  };
  frames(LOOP_FRAMES / 10);
  const start = process.cpuUsage();
  frames(LOOP_FRAMES);
  return process.cpuUsage(start).user / 1e6 / LOOP_FRAMES;
}

/** A profiler whose readings cost what they cost, and say what `value` makes of them. */
function profilerOf(value: (now: number) => number): Profiler {
  const time = { now: () => value(THREAD_TIME.now()) };
  return new Profiler(time, { board: createProfileBoard(), components: COMPONENTS });
}

/** What timing costs, s: a frame that is timed, one that is left out, a renewal of the board. */
function costsOf(laps: number) {
  const loop = callsOf(undefined, { laps });
  // A time that stands still has every frame timed; one that leaps between two, the board renewed.
  const timed = callsOf(profilerOf((now) => 0 * now), { laps }) - loop;
  let second = 0;
  const leaping = { laps, beforeFrame: () => void second++ };
  const renewed = callsOf(profilerOf((now) => 0 * now + second), leaping) - loop;
  // Frames without work are left out, as many as can be.
  const sampled = callsOf(profilerOf((now) => now), { laps }) - loop;
  const leftOut = ((MOST_LEFT_OUT + 1) * sampled - timed) / MOST_LEFT_OUT;
  return { timed, leftOut, renewal: renewed - timed };
}

/** One measurement of the cost: in parts, and as the difference of runs; %. */
function measure(name: Preset, laps: number) {
  const work: { on: number[]; off: number[]; timed: number } = { on: [], off: [], timed: NaN };
  for (let i = 0; i < PAIRS; i++) {
    // Whatever speeds the machine up or slows it down meets both alike.
    for (const profile of [i % 2 === 0, i % 2 !== 0]) {
      const one = run(name, { profile });
      work[profile ? "on" : "off"].push(one.work);
      if (profile) work.timed = one.timed;
    }
  }
  const frame = median(work.off) / FRAMES;
  const { timed, leftOut, renewal } = costsOf(laps);
  // The board is renewed once a second.
  const cost = work.timed * timed + (1 - work.timed) * leftOut + renewal / FPS;
  return {
    cost: cost / frame * 100,
    timed: timed * 1e9,
    leftOut: leftOut * 1e9,
    renewal: renewal * 1e9,
    share: work.timed * 100,
    frame: frame * 1e6,
    difference: (median(work.on) / median(work.off) - 1) * 100,
  };
}

function describe(name: Preset): Figure[] {
  for (let i = 0; i < WARM_UP; i++) for (const profile of [true, false]) run(name, { profile });
  const laps = lapsPerFrame(name);
  const runs = Array.from({ length: RUNS }, () => measure(name, laps));
  const figure = (what: string, unit: string, key: keyof typeof runs[number]): Figure => ({
    what: `${name}: ${what}`,
    unit,
    runs: runs.map((one) => one[key]),
  });
  return [
    {
      ...figure("cost of timing, of the plant thread's work", "%", "cost"),
      budget: { limit: 1, side: "at most" },
    },
    { what: `${name}: readings of time in a frame that is timed`, unit: "", runs: [laps + 2] },
    figure("frames timed", "%", "share"),
    figure("a frame that is timed, for its timing", "ns", "timed"),
    figure("a frame that is left out, for its timing", "ns", "leftOut"),
    figure("renewal of what is known, once a second", "ns", "renewal"),
    figure("work of a frame", "us", "frame"),
    figure("a run with timing over one without, less 1", "%", "difference"),
  ];
}

function readingCost(): number {
  const start = performance.now();
  for (let i = 0; i < READINGS; i++) THREAD_TIME.now();
  return (performance.now() - start) / READINGS * 1e6;
}

publish([
  ...describe("kpp-01"),
  ...describe("claimed-25m"),
  { what: "one reading of time", unit: "ns", runs: Array.from({ length: 9 }, readingCost) },
]);
