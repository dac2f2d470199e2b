/** How fast the plant is integrated, by number of floaters, on one thread without a clock. */

import { adaptive, FIXED, type Integration, Observation, Plant, PRESETS } from "../engine/mod.ts";
import type { PlantParameters } from "../engine/mod.ts";
import { type Figure, publish } from "./figures.ts";

const RUNS = 5;
const STEP = 1 / 240;
/** Simulated time before a measurement: past the start-up, compiled by then. */
const WARM_UP = 60;
/** Wall time of one measurement, s. */
const SPAN = 2;

const large = PRESETS["claimed-25m"].parameters;
const PLANTS: Record<number, PlantParameters> = {
  20: { ...PRESETS["kpp-01"].parameters, "chain.floaterCount": 20 },
  66: large,
  200: {
    ...large,
    "chain.floaterCount": 200,
    "floater.volume": 0.13,
    "injector.freeAirVolume": 0.13,
  },
};

/** Speed of one run, per second of wall time. */
interface Rate {
  readonly steps: number;
  readonly subSteps: number;
  readonly simulated: number;
}

/** A way to run a plant: how it is integrated, and the step of the grid, s. */
interface Way {
  readonly integration: Integration;
  readonly step: number;
}

/** Steps a plant for a while and counts. */
function measure(parameters: PlantParameters, { integration, step }: Way): Rate {
  const plant = new Plant(parameters, integration);
  const seen = new Observation();
  while (plant.time < WARM_UP) plant.step(step);
  plant.observe(seen);
  const before = { subSteps: seen.subSteps, time: plant.time };
  const start = performance.now();
  let steps = 0;
  let elapsed = 0;
  while (elapsed < SPAN) {
    for (let i = 0; i < 256; i++) plant.step(step);
    steps += 256;
    elapsed = (performance.now() - start) / 1000;
  }
  plant.observe(seen);
  return {
    steps: steps / elapsed,
    subSteps: (seen.subSteps - before.subSteps) / elapsed,
    simulated: (plant.time - before.time) / elapsed,
  };
}

const figures: Figure[] = [];
for (const [count, parameters] of Object.entries(PLANTS)) {
  const way = { integration: FIXED, step: STEP };
  const rates = Array.from({ length: RUNS }, () => measure(parameters, way));
  const figure = (what: string, unit: string, pick: (rate: Rate) => number): Figure => ({
    what: `${count} floaters: ${what}`,
    unit,
    runs: rates.map(pick),
  });
  figures.push(
    {
      ...figure("integration steps", "/s", (rate) => rate.subSteps),
      ...(count === "66" && { budget: { limit: 1e6, side: "at least" as const } }),
    },
    figure("grid steps of 1/240 s", "/s", (rate) => rate.steps),
    figure("simulated time", "x real time", (rate) => rate.simulated),
  );
}
for (const name of ["kpp-01", "claimed-25m", "teaching-10m"] as const) {
  const way = { integration: adaptive(1e-8), step: 1 / 20 };
  const rates = Array.from({ length: RUNS }, () => measure(PRESETS[name].parameters, way));
  figures.push({
    what: `${name} at tolerance 1e-8: simulated time`,
    unit: "x real time",
    runs: rates.map((rate) => rate.simulated),
    ...(name === "claimed-25m" && { budget: { limit: 5000, side: "at least" as const } }),
  });
}
publish(figures);
