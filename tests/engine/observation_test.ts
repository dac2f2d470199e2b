import assert from "node:assert/strict";
import { Observation } from "../../engine/mod.ts";
import { build, see } from "./rig.ts";

/** Switches of an observation by name. */
function switches({ health, lap, ...top }: Observation): [string, unknown][] {
  return Object.entries({ ...health, ...lap, ...top })
    .filter(([, value]) => typeof value === "boolean");
}

Deno.test("observation: a new one shows a plant at rest, and no lap", () => {
  const fresh = new Observation();
  const seen = see(build());
  assert.equal(switches(fresh).length, 9);
  assert.deepEqual(switches(fresh), switches(seen));
  assert.deepEqual(fresh.lap, seen.lap);
});
