/**
 * Prints how many bytes a step allocates in the run that is named, for heap_test.ts. To be started
 * with a young generation so large that none of it is collected meanwhile, and once for each run,
 * as a program has one plant: code that has seen several is compiled for all of them.
 */

import { adaptive, FIXED, type Integration, Plant } from "../../engine/mod.ts";
import { HELD, type Overrides, parametersOf } from "./rig.ts";

declare const gc: () => void;

/** Steps until every function is compiled and every array has its kind. */
const WARM_UP = 600_000;
const STEPS = 10_000;
/** Stretches that are measured; compiling anew may fall into some of them. */
const STRETCHES = 7;

const OVERRUNNING: Overrides = { "drivetrain.clutch": "overrunning" };
const CLAIMS: Overrides = {
  ...OVERRUNNING,
  "auxiliary.power": 100,
  "generator.windage": 50,
  "h1.enabled": true,
  "h2.enabled": true,
  "h3.enabled": true,
};

interface Run {
  readonly overrides: Overrides;
  readonly method: Integration;
  readonly dt: number;
  /** Called after each step. */
  readonly besides?: () => void;
}

/** Where the small objects go, so that no compiler leaves them out. */
export let sink: object = {};

const fixed = { method: FIXED, dt: 1 / 240 };
const controlled = { method: adaptive(1e-8), dt: 1 / 60 };

const RUNS: Readonly<Record<string, Run>> = {
  "fixed, with events": { ...fixed, overrides: {} },
  "fixed, without events": { ...fixed, overrides: HELD },
  "fixed, with every claim": { ...fixed, overrides: CLAIMS },
  "error control, with events": { ...controlled, overrides: {} },
  "error control, without events": { ...controlled, overrides: HELD },
  "one small object per step": {
    ...fixed,
    overrides: {},
    besides: () => void (sink = { sink: 0 }),
  },
};

/** Median of the bytes per step of some stretches. */
function measure({ overrides, method, dt, besides = () => {} }: Run): number {
  const plant = new Plant(parametersOf(overrides), method);
  const run = (steps: number) => {
    for (let i = 0; i < steps; i++) {
      plant.step(dt);
      besides();
    }
  };
  run(WARM_UP);
  const bytes = Array.from({ length: STRETCHES }, () => {
    gc();
    const before = Deno.memoryUsage().heapUsed;
    run(STEPS);
    return (Deno.memoryUsage().heapUsed - before) / STEPS;
  });
  return bytes.sort((a, b) => a - b)[STRETCHES >> 1];
}

console.log(measure(RUNS[Deno.args[0]]));
