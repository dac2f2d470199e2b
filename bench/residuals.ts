/** What the ledger leaves unexplained after ten hours without a stop. */

import {
  adaptive,
  FIXED,
  type Integration,
  Observation,
  Plant,
  type PlantParameters,
  PRESETS,
} from "../engine/mod.ts";
import { type Figure, publish } from "./figures.ts";

const HOURS = 10;
/** Largest residual that docs/PHYSICS.md section 9 allows, of the energy turned over. */
const LIMIT = 1e-9;
/** Simulated time between two looks, s: the largest residual of all looks counts. */
const LOOK = 60;

interface Run {
  readonly parameters: PlantParameters;
  readonly integration: Integration;
  readonly dt: number;
}

const live = { integration: FIXED, dt: 1 / 240 };
const claimed = PRESETS["claimed-25m"].parameters;

const RUNS: Readonly<Record<string, Run>> = {
  "kpp-01 at 1/240 s": { ...live, parameters: PRESETS["kpp-01"].parameters },
  "claimed-25m at 1/240 s": { ...live, parameters: claimed },
  "claimed-25m with every claim at 1/240 s": {
    ...live,
    parameters: { ...claimed, "h1.enabled": true, "h2.enabled": true, "h3.enabled": true },
  },
  "kpp-01 at tolerance 1e-8": {
    parameters: PRESETS["kpp-01"].parameters,
    integration: adaptive(1e-8),
    dt: 1 / 60,
  },
};

/** The largest energy residual and the largest unexplained air of a run, each relative. */
function measure({ parameters, integration, dt }: Run): { energy: number; air: number } {
  const plant = new Plant(parameters, integration);
  const seen = new Observation();
  const steps = Math.round(LOOK / dt);
  let energy = 0;
  let air = 0;
  for (let look = 0; look < HOURS * 3600 / LOOK; look++) {
    for (let i = 0; i < steps; i++) plant.step(dt);
    plant.observe(seen);
    energy = Math.max(energy, seen.relativeResidual);
    air = Math.max(air, Math.abs(seen.residuals[4]));
  }
  return { energy, air };
}

const figures: Figure[] = [];
for (const [name, run] of Object.entries(RUNS)) {
  const { energy, air } = measure(run);
  figures.push(
    {
      what: `${name}: largest energy residual / energy turned over`,
      unit: "",
      runs: [energy],
      budget: { limit: LIMIT, side: "at most" },
    },
    { what: `${name}: largest mass residual`, unit: "kg", runs: [air] },
  );
}
publish(figures);
