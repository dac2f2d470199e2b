/** What looking at satellites costs, and finding their passes, beside looking every second. */

import { findPasses, lookAt, Propagator, readElementFile, sight, Station } from "../sky/mod.ts";
import elements from "../tests/truth/sky/tles.txt" with { type: "text" };
import { type Figure, publish } from "./figures.ts";

const RUNS = 7;
const LOOKS = 20_000;
const DAY = 86400;
/** Between two looks of the obvious search, s. */
const STEP = 1;
const MASK_DEG = 5;

const satellites = readElementFile(elements).sets.map((set) => new Propagator(set));
const station = new Station({ latitudeDeg: 49.8711, longitudeDeg: 8.6225, height: 145 });
const from = Date.UTC(2022, 7, 11, 12) / 1e3;

/** Time that something takes, s. */
function timed(act: () => void): number {
  const start = performance.now();
  act();
  return (performance.now() - start) / 1e3;
}

function look(): number {
  let above = 0;
  const time = timed(() => {
    for (let index = 0; index < LOOKS; index++) {
      const satellite = satellites[index % satellites.length];
      if (sight(satellite, station, from + index).look.elevationDeg > 0) above++;
    }
  });
  if (above === 0) throw new Error("Cannot measure as some must be above the horizon: none is");
  return time / LOOKS;
}

/** Passes of a day, and how many there are. */
function find(): { time: number; count: number } {
  let count = 0;
  const window = { from, to: from + DAY, maskDeg: MASK_DEG };
  const time = timed(() => {
    for (const satellite of satellites) count += findPasses(satellite, station, window).length;
  });
  return { time: time / satellites.length, count };
}

/** The same, by looking every so many seconds: AOS is known to that and no better. */
function scan(): { time: number; count: number } {
  let count = 0;
  const time = timed(() => {
    for (const satellite of satellites) {
      let wasUp = false;
      for (let at = 0; at <= DAY; at += STEP) {
        const isUp = lookAt(satellite, station, from + at).elevationDeg >= MASK_DEG;
        if (isUp && !wasUp) count++;
        wasUp = isUp;
      }
    }
  });
  return { time: time / satellites.length, count };
}

look();
find();
const runs = Array.from({ length: RUNS }, () => ({ look: look(), found: find(), scanned: scan() }));
for (const { found, scanned } of runs) {
  if (found.count === scanned.count) continue;
  throw new Error(`Cannot compare as both must find the same: ${found.count}, ${scanned.count}`);
}

const figures: Figure[] = [
  { what: "one look at a satellite", unit: "us", runs: runs.map((run) => run.look * 1e6) },
  {
    what: "all passes of a satellite in a day, to 0.1 ms",
    unit: "ms",
    runs: runs.map(({ found }) => found.time * 1e3),
  },
  {
    what: "times as fast as looking every second",
    unit: "",
    runs: runs.map(({ found, scanned }) => scanned.time / found.time),
  },
];

publish(figures);
