/** How long it takes to find a steady point, and the best loads. */

import { PRESETS } from "../engine/mod.ts";
import { findBestLoads, findPoint } from "../engine/point/mod.ts";
import { type Figure, publish } from "./figures.ts";

const RUNS = 15;
/** Points found before a measurement: compiled by then. */
const WARM_UP = 20;
/** Longest that finding a point may take, ms. */
const BUDGET = 20;

/** Duration of each of several runs of `work`, ms. */
function time(work: () => void): number[] {
  return Array.from({ length: RUNS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
}

/** Time of the first point of a process, ms: `kpp point` finds no other. */
function timeFirst(): number {
  const start = performance.now();
  findPoint(PRESETS["kpp-01"].parameters);
  return performance.now() - start;
}

const first = timeFirst();
const presets = Object.entries(PRESETS);
for (let i = 0; i < WARM_UP; i++) {
  for (const [, { parameters }] of presets) findPoint(parameters);
}
const figures: Figure[] = presets.map(([name, { parameters }]) => ({
  what: `${name}: steady point, compiled`,
  unit: "ms",
  runs: time(() => findPoint(parameters)),
  budget: { limit: BUDGET, side: "at most" },
}));
figures.push({
  what: "kpp-01: steady point, the first of a process",
  unit: "ms",
  runs: [first],
  budget: { limit: BUDGET, side: "at most" },
});
figures.push({
  what: "kpp-01: loads of most power and most efficiency",
  unit: "ms",
  runs: time(() => findBestLoads(PRESETS["kpp-01"].parameters)),
});
publish(figures);
