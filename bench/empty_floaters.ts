/** What a step costs as the chain gets longer while as many floaters carry air. */

import { Observation, Plant } from "../engine/mod.ts";
import { tallPlant } from "../tests/engine/tall_plants.ts";
import { type Figure, median, publish } from "./figures.ts";

const RUNS = 5;
const STEP = 1 / 240;
/** Simulated time before a measurement, s. */
const WARM_UP = 60;
/** Wall time of one measurement, s. */
const SPAN = 1;
/** Lengths of the chain, of that of kpp-01. */
const LENGTHS = [1, 2, 4, 8];

interface Cost {
  readonly floaters: number;
  /** Time of one sub-step, us, in every run. */
  readonly runs: readonly number[];
}

function measure(times: number): Cost {
  const plant = new Plant(tallPlant(times));
  const seen = new Observation();
  while (plant.time < WARM_UP) plant.step(STEP);
  const runs = Array.from({ length: RUNS }, () => {
    plant.observe(seen);
    const { subSteps } = seen;
    const start = performance.now();
    let elapsed = 0;
    while (elapsed < SPAN) {
      for (let i = 0; i < 256; i++) plant.step(STEP);
      elapsed = (performance.now() - start) / 1000;
    }
    plant.observe(seen);
    return 1e6 * elapsed / (seen.subSteps - subSteps);
  });
  return { floaters: seen.floaterCount, runs };
}

const costs = LENGTHS.map(measure);
const [shortest] = costs;
const longest = costs[costs.length - 1];
const figures: Figure[] = costs.map(({ floaters, runs }) => ({
  what: `${floaters} floaters, the same number with air: integration step`,
  unit: "us",
  runs,
}));
figures.push({
  what: `${longest.floaters} floaters / ${shortest.floaters}: integration step`,
  unit: "x",
  runs: longest.runs.map((cost) => cost / median(shortest.runs)),
});
publish(figures);
