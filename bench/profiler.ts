/** What timing the components of a run costs: the same run with and without, in turns. */

import process from "node:process";
import { THREAD_TIME } from "../clock/mod.ts";
import { FIXED, Plant, PRESETS } from "../engine/mod.ts";
import { runPlant } from "../plant_run.ts";
import {
  CHANNELS,
  CommandReceiver,
  createCommandRing,
  createFrameRing,
  createProfileBoard,
  FrameWriter,
  profileRow,
  STATISTIC,
} from "../telemetry/mod.ts";
import { type Figure, publish } from "./figures.ts";

/** Measurements, pairs of runs in each, and pairs before the first that counts. */
const RUNS = 9;
const PAIRS = 8;
const WARM_UP = 5;
/** Frames of one run, all of which its ring holds. */
const FRAMES = 2048;
const FPS = 30;
const READINGS = 1e6;

/** One run of a minute, with the frames of a live one: its work, s, and how many were timed. */
function run(name: "kpp-01" | "claimed-25m", profile: boolean): { time: number; timed: number } {
  const { parameters } = PRESETS[name];
  const board = createProfileBoard();
  const shape = { channelCount: CHANNELS.length, maxFloaters: 66, slots: FRAMES };
  const parts = {
    options: {
      parameters,
      dt: 1 / 240,
      integration: FIXED,
      fps: FPS,
      speed: 1,
      rows: { rate: FPS },
      duration: (FRAMES - 1) / FPS,
      profile,
    },
    plant: new Plant(parameters),
    time: THREAD_TIME,
    frames: new FrameWriter(createFrameRing(shape)),
    commands: new CommandReceiver(createCommandRing()),
    profile: board,
    reply: () => {},
    journal: { add: () => {}, send: () => {} },
  };
  const start = process.cpuUsage();
  runPlant(parts);
  // Work, not wall time: others on the machine take turns of milliseconds.
  const time = process.cpuUsage(start).user / 1e6;
  return { time, timed: profileRow(board, "engine")[STATISTIC.timed] };
}

/** Work with over work without, less 1, and part of the frames timed, both in %. */
function measure(name: "kpp-01" | "claimed-25m"): { cost: number; timed: number } {
  const work = { on: 0, off: 0, timed: 0 };
  for (let i = 0; i < PAIRS; i++) {
    // Whatever speeds the machine up or slows it down meets both alike.
    for (const profile of [i % 2 === 0, i % 2 !== 0]) {
      const { time, timed } = run(name, profile);
      work[profile ? "on" : "off"] += time;
      if (profile) work.timed += timed;
    }
  }
  return { cost: (work.on / work.off - 1) * 100, timed: work.timed / (PAIRS * FRAMES) * 100 };
}

function describe(name: "kpp-01" | "claimed-25m"): Figure[] {
  for (let i = 0; i < WARM_UP; i++) for (const profile of [true, false]) run(name, profile);
  const runs = Array.from({ length: RUNS }, () => measure(name));
  return [
    {
      what: `${name}: cost of timing, of the plant thread's work`,
      unit: "%",
      runs: runs.map(({ cost }) => cost),
      budget: { limit: 1, side: "at most" },
    },
    { what: `${name}: frames timed`, unit: "%", runs: runs.map(({ timed }) => timed) },
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
