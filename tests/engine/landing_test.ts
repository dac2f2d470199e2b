import assert from "node:assert/strict";
import { adaptive, FIXED, Plant, type PresetName, PRESETS, targetMass } from "../../engine/mod.ts";
import { EVENT } from "../../engine/events.ts";
import { Landing } from "../../engine/landing.ts";
import type { Machine } from "../../engine/machine.ts";
import { createVector, Y } from "../../engine/state.ts";
import { floater, LIVE_STEP, parametersOf, see } from "./rig.ts";

// What a step lands on, of the things that a single state decides.

const COUNT = 3;
const PLACE = 0.5;
const TARGET = 0.2;

interface Situation {
  readonly offset?: number;
  readonly speed?: number;
  readonly acceleration?: number;
  /** Air in the slots, kg, and what flows in, kg/s. */
  readonly air?: readonly number[];
  readonly flow?: readonly number[];
  readonly heldOpen?: readonly number[];
}

/** What is aimed at within 1 s, valves of all slots being open; undefined when nothing is. */
function aim(situation: Situation) {
  const { offset = 0, speed = 0, acceleration = 0, air, flow, heldOpen } = situation;
  const state = createVector(COUNT);
  const slopes = createVector(COUNT);
  state.y[Y.offset] = offset;
  state.y[Y.speed] = speed;
  state.mass.set(air ?? []);
  slopes.mass.set(flow ?? []);
  const machine = {
    model: { count: COUNT, placeOffsets: [PLACE], targetMass: TARGET },
    state: { ...state, placesPassed: 0 },
    slopes,
    rates: { acceleration, open: [0, 1, 2], openCount: COUNT, heldOpen: heldOpen ?? [0, 0, 0] },
  } as unknown as Machine;
  const landing = new Landing();
  landing.span = 1;
  if (!landing.aim(machine)) return undefined;
  const { kind, slot, index, value } = landing;
  return { kind, slot, index, value };
}

const THE_PLACE = { kind: EVENT.place, slot: 0, index: Y.offset, value: PLACE };
const filled = (slot: number) => (
  { kind: EVENT.filled, slot, index: Y.air + COUNT + slot, value: TARGET }
);

Deno.test("landing: a place within reach, unless the chain is too slow to be a clock", () => {
  assert.deepEqual(aim({ offset: 0.2, speed: 0.3 }), THE_PLACE);
  assert.equal(aim({ offset: 0.2, speed: 0.29 }), undefined);
  assert.deepEqual(aim({ offset: 0.2, speed: 0.295, acceleration: 0.02 }), THE_PLACE);
  assert.equal(aim({ offset: 0.2, speed: 0.3, acceleration: -0.04 }), undefined);
  assert.equal(aim({ offset: 0.2, speed: 0, acceleration: 1 }), undefined);
});

Deno.test("landing: a fill that ends in time, unless its valve does not shut", () => {
  assert.deepEqual(aim({ air: [0, 0.15, 0], flow: [0.1, 0.06, 0] }), filled(1));
  assert.equal(aim({ air: [0, 0.15, 0], flow: [0.1, 0.04, 0] }), undefined);
  assert.equal(aim({ air: [0, 0.15, 0], flow: [0, 0.06, 0], heldOpen: [0, 1, 0] }), undefined);
  assert.equal(aim({ air: [TARGET, 0, 0], flow: [1, 0, 0] }), undefined);
  assert.equal(aim({ air: [0.1, 0, 0], flow: [-1, 0, 0] }), undefined);
});

Deno.test("landing: of several what is due first", () => {
  const air = [0.1, 0.1, 0.1];
  assert.deepEqual(aim({ air, flow: [0.2, 0.4, 0.3] }), filled(1));
  assert.deepEqual(aim({ air, flow: [0.2, 0.4, 0.3], offset: 0.2, speed: 1.3 }), THE_PLACE);
  assert.deepEqual(aim({ air, flow: [0.2, 0.4, 0.3], offset: 0.2, speed: 1.1 }), filled(1));
});

Deno.test("landing: a fill ends with the target mass to the last digit", () => {
  for (const preset of ["kpp-01", "claimed-25m"] as const satisfies readonly PresetName[]) {
    for (const [method, dt] of [[FIXED, LIVE_STEP], [adaptive(1e-8), 1 / 20]] as const) {
      const parameters = parametersOf({}, preset);
      const plant = new Plant(PRESETS[preset].parameters, method);
      for (let i = 0; i < Math.round(15 / dt); i++) plant.step(dt);
      const seen = see(plant);
      const full = Array.from(
        { length: parameters["chain.floaterCount"] },
        (_, index) => floater(seen, index).mass,
      ).filter((mass) => mass === targetMass(parameters));
      assert.ok(full.length > 0 && full.length <= seen.fills, `${full.length} of ${seen.fills}`);
      // Those that are full and have not yet come to the top have lost nothing.
      assert.ok(full.length >= Math.min(seen.fills, 4), `${full.length} of ${seen.fills}`);
    }
  }
});
