import assert from "node:assert/strict";
import { build, floater, near, see } from "../rig.ts";
import type { Rows } from "./row.ts";

export const INITIAL_ROWS: Rows<"initial"> = {
  "initial.position": [{
    predicts: "floater i is at (s + i L / N) mod L, with its valve open in the window",
    holds() {
      const seen = see(build({ "initial.position": 30.5 }));
      const length = 2 * 8.135 + 2 * Math.PI * 0.8649;
      near(seen.position, 30.5, { what: "position", relative: 1e-15 });
      for (let i = 0; i < 29; i++) {
        const { sigma, valve } = floater(seen, i);
        near(sigma, (30.5 + i * length / 29) % length, { what: "sigma", absolute: 1e-12 });
        assert.equal(valve, sigma < 2.25 ? 1 : 0);
      }
      assert.ok(seen.openValves === 3 || seen.openValves === 4);
    },
  }],
  "initial.speed": [{
    predicts: "the chain starts at this speed, and the rigid shaft with it",
    holds() {
      const seen = see(build({ "initial.speed": 0.42 }));
      assert.equal(seen.speed, 0.42);
      near(seen.shaftSpeed, 0.42 / 0.8649, { what: "shaft speed", relative: 1e-15 });
      assert.ok(!seen.stuck);
    },
  }],
  "initial.shaftSpeed": [{
    predicts: "a free shaft starts at this speed, a rigid one with the chain",
    holds() {
      const free = see(build({ "drivetrain.clutch": "overrunning", "initial.shaftSpeed": 1.7 }));
      assert.equal(free.shaftSpeed, 1.7);
      assert.ok(!free.clutchLocked);
      assert.equal(see(build({ "initial.shaftSpeed": 1.7 })).shaftSpeed, 0);
    },
  }],
};
