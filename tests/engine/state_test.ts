import assert from "node:assert/strict";
import fc from "fast-check";
import { createModel } from "../../engine/model.ts";
import { createMachine } from "../../engine/start.ts";
import {
  copyState,
  PlantState,
  shiftSlots,
  STATE_ARRAYS,
  STATE_SCALARS,
} from "../../engine/state.ts";
import { parametersOf } from "./rig.ts";

// What a state is made of, copied and moved on along the chain.

const PER_SLOT = ["enthalpy", "mass", "valve", "flow", "spilling", "growing"] as const;

/** A state with another number in every place. */
function filled(count: number): PlantState {
  const state = new PlantState(count);
  let next = 1;
  for (const name of STATE_ARRAYS) {
    for (let i = 0; i < state[name].length; i++) state[name][i] = next++ % 251;
  }
  state.laps.begin(3, 5);
  state.laps.close(state.accounts, { time: 70, travel: 27 });
  return state;
}

Deno.test("state: a new one is the default plant's before it starts, in every switch", () => {
  const fresh = new PlantState(29);
  const { state } = createMachine(createModel(parametersOf()));
  const switches = STATE_SCALARS.filter((name) => typeof fresh[name] === "boolean");
  assert.ok(switches.length > 5);
  for (const name of switches) assert.equal(fresh[name], state[name], name);
});

Deno.test("state: a snapshot holds all there is", () => {
  const views = ["enthalpy", "mass"];
  const histories = ["laps", "history"];
  assert.deepEqual(
    [...STATE_SCALARS, ...STATE_ARRAYS, ...views, ...histories].sort(),
    Object.keys(new PlantState(3)).sort(),
  );
  const { y, enthalpy, mass } = new PlantState(3);
  assert.ok(enthalpy.buffer === y.buffer && mass.buffer === y.buffer);
});

Deno.test("state: a copy is equal and stays as it is", () => {
  const state = filled(5);
  const copy = new PlantState(5);
  copyState(state, copy);
  assert.deepEqual(copy, state);
  assert.deepEqual(copy.laps.toNumbers(), state.laps.toNumbers());
  assert.notDeepEqual(copy.laps.toNumbers(), new PlantState(5).laps.toNumbers());
  state.accounts[0] += 1;
  state.mass[2] += 1;
  state.valve[4] ^= 1;
  assert.deepEqual([copy.accounts, copy.mass, copy.valve], [
    filled(5).accounts,
    filled(5).mass,
    filled(5).valve,
  ]);
});

Deno.test("state: a pitch on, every floater is one slot on, and the last is the first", () => {
  const counts = fc.integer({ min: 1, max: 70 });
  fc.assert(
    fc.property(counts, (count) => {
      const before = filled(count);
      const state = filled(count);
      shiftSlots(state);
      for (const name of PER_SLOT) {
        const from = [...before[name]];
        assert.deepEqual([...state[name]], [from[count - 1], ...from.slice(0, -1)], name);
      }
      for (let i = 1; i < count; i++) shiftSlots(state);
      assert.deepEqual(state, before);
    }),
    { seed: 5, endOnFailure: true },
  );
});
