import assert from "node:assert/strict";
import fc from "fast-check";
import { describeQuiet } from "../../engine/air.ts";
import { FIXED, type PlantParameters, PRESETS } from "../../engine/mod.ts";
import type { Machine } from "../../engine/machine.ts";
import { createModel } from "../../engine/model.ts";
import { createMachine } from "../../engine/start.ts";
import { Stepper } from "../../engine/step.ts";
import { plants } from "./random_plants.ts";
import { parametersOf } from "./rig.ts";

// Quiet air of which it is known that nothing can happen to it is not looked at.

/** Whether no quiet floater can begin to spill, and none can turn from swelling to shrinking. */
function isKnown({ rates }: Machine): { roomy: boolean; swelling: boolean } {
  const { offset, roomyUntil, quietSwells, speed } = rates;
  return { roomy: offset < roomyUntil, swelling: quietSwells && speed > 0 };
}

/**
 * Looks at all quiet air after each of some steps of 20 ms; returns in which share of the last
 * half, when the start-up is over, both was known.
 */
function watch(parameters: PlantParameters, steps: number): number {
  const machine = createMachine(createModel(parameters));
  const stepper = new Stepper(machine, FIXED);
  stepper.settle();
  stepper.begin();
  const { model, rates } = machine;
  let known = 0;
  for (let i = 0; i < steps; i++) {
    stepper.step(0.02);
    const { roomy, swelling } = isKnown(machine);
    if (i >= steps / 2 && roomy && swelling) known += 1;
    describeQuiet(machine);
    for (let slot = rates.quietStart; slot < rates.quietEnd; slot++) {
      const { [slot]: volume } = rates.volume;
      if (roomy) assert.ok(volume <= model.volume, `${volume} m3 at ${i}`);
      if (swelling) {
        assert.ok(rates.volumeRate[slot] >= 0, `${rates.volumeRate[slot]} m3/s at ${i}`);
      }
    }
  }
  return known / (steps / 2);
}

Deno.test("quiet: what is known of it is true, in any plant", () => {
  fc.assert(
    fc.property(plants, (parameters) => void watch(parameters, 400)),
    { numRuns: 60, seed: 7, endOnFailure: true },
  );
});

Deno.test("quiet: in the usual plants it is always known, and where the air is warmer not", () => {
  for (const { parameters } of Object.values(PRESETS)) {
    assert.equal(watch(parameters, 3000), 1);
  }
  const warm = parametersOf({ "water.temperature": 280, "ambient.temperature": 310 });
  const known = watch(warm, 3000);
  assert.ok(known < 0.5, `${known}`);
});

Deno.test("quiet: air that can fill its floater on the way up is looked at", () => {
  const full = parametersOf({ "floater.volume": 0.1, "injector.freeAirVolume": 0.15 });
  const known = watch(full, 3000);
  assert.ok(known > 0.1 && known < 0.9, `${known}`);
});
