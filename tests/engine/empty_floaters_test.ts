import assert from "node:assert/strict";
import { Machine } from "../../engine/machine.ts";
import { createModel } from "../../engine/model.ts";
import { Plant } from "../../engine/mod.ts";
import { readSnapshot } from "../../engine/snapshot.ts";
import { LIVE_STEP } from "./rig.ts";
import { tallPlant } from "./tall_plants.ts";

// What a step costs is decided by the floaters that carry air. See bench/empty_floaters.ts too.

/** Floaters in all, those with air, and the most that a step went through one by one. */
function count(times: number): { all: number; withAir: number; busy: number } {
  const parameters = tallPlant(times);
  const plant = new Plant(parameters);
  const model = createModel(parameters);
  let withAir = 0;
  let busy = 0;
  for (let second = 1; second <= 40; second++) {
    for (let i = 0; i < 240; i++) plant.step(LIVE_STEP);
    const machine = new Machine(model, readSnapshot(model, plant.snapshot()));
    machine.refresh();
    withAir = Math.max(withAir, machine.state.mass.filter((mass) => mass > 0).length);
    busy = Math.max(busy, machine.rates.busyCount);
  }
  return { all: model.count, withAir, busy };
}

Deno.test("empty floaters: a step goes through no more floaters when the chain is longer", () => {
  const [short, ...longer] = [1, 2, 4, 8].map(count);
  assert.ok(short.withAir > 0);
  for (const each of longer) {
    assert.ok(each.all > 1.4 * short.all);
    assert.ok(each.withAir <= short.withAir + 1, `${each.withAir} of ${each.all} with air`);
    assert.ok(each.busy <= short.busy + 1, `${each.busy} of ${each.all}, not ${short.busy}`);
  }
});
