import assert from "node:assert/strict";
import { Observation, Plant } from "../../../engine/mod.ts";
import { withFloaterPlaces } from "../../../tap/client/mod.ts";
import { channelIndex, FLOATER_COLUMNS, PRESETS } from "../../../telemetry/mod.ts";
import { numberedFrame } from "../fixtures.ts";

Deno.test("floaters are where the plant has them, for more than a turn of the chain", () => {
  const { parameters } = PRESETS["kpp-01"];
  const plant = new Plant(parameters);
  const seen = new Observation();
  for (let look = 0; look < 120; look++) {
    for (let step = 0; step < 240; step++) plant.step(1 / 240);
    plant.observe(seen);
    const frame = numberedFrame(look);
    frame.values[channelIndex("chain.position")] = seen.position;
    const told = withFloaterPlaces(frame, parameters);
    assert.equal(told.floaterCount, seen.floaterCount);
    for (let floater = 0; floater < seen.floaterCount; floater++) {
      const row = floater * FLOATER_COLUMNS.length;
      const [is, shown] = [seen.floaters[row], told.floaters[row]];
      assert.ok(Math.abs(is - shown) < 1e-9, `floater ${floater} at ${is}: ${shown} m`);
      assert.ok(Number.isNaN(told.floaters[row + FLOATER_COLUMNS.indexOf("volume")]));
    }
  }
  assert.ok(seen.position > 20, `${seen.position} m`);
});

Deno.test("without the position of the chain there are no floaters", () => {
  const frame = numberedFrame(0);
  frame.values[channelIndex("chain.position")] = NaN;
  assert.equal(withFloaterPlaces(frame, PRESETS["kpp-01"].parameters), frame);
});
