import assert from "node:assert/strict";
import { PlantFault } from "../../engine/mod.ts";
import { checkFinite } from "../../engine/finite.ts";
import type { Machine } from "../../engine/machine.ts";
import { Y } from "../../engine/state.ts";

// Every number that a trial leads to, spoilt one at a time.

/** The parts of a machine that are looked at, in a state where all is well. */
function machineOf() {
  return {
    state: { y: new Float64Array(Y.air), time: 7 },
    trial: { y: new Float64Array(Y.air) },
    trialSlopes: { y: new Float64Array(Y.air) },
    rates: { airInertia: 1, heat: 2, enthalpyOut: 3 },
    elapsed: 0.25,
    refreshed: 0,
    refresh() {
      this.refreshed += 1;
    },
  };
}

type Parts = ReturnType<typeof machineOf>;

const check = (parts: Parts) => checkFinite(parts as unknown as Machine);

/** The fault of a machine in which something has been spoilt. */
function faultOf(spoil: (parts: Parts) => void): PlantFault {
  const parts = machineOf();
  spoil(parts);
  try {
    check(parts);
  } catch (error) {
    assert.ok(error instanceof PlantFault, String(error));
    assert.equal(parts.refreshed, 1, "what is seen belongs to the state again");
    return error;
  }
  throw new Error("nothing was noticed");
}

Deno.test("finite: a trial without fault is left alone", () => {
  const parts = machineOf();
  check(parts);
  assert.equal(parts.refreshed, 0);
});

const SPOILT: readonly [quantity: string, spoil: (parts: Parts, value: number) => void][] = [
  ["chain.speed", ({ trial }, value) => trial.y[Y.speed] = value],
  ["chain.speed", ({ trialSlopes }, value) => trialSlopes.y[Y.speed] = value],
  ["shaft.speed", ({ trial }, value) => trial.y[Y.shaft] = value],
  ["shaft.speed", ({ trialSlopes }, value) => trialSlopes.y[Y.shaft] = value],
  ["receiver.pressure", ({ trial }, value) => trial.y[Y.receiver] = value],
  ["receiver.pressure", ({ trialSlopes }, value) => trialSlopes.y[Y.receiver] = value],
  ["air.mass", ({ rates }, value) => rates.airInertia = value],
  ["air.enthalpy", ({ rates }, value) => rates.heat = value],
  ["air.enthalpy", ({ rates }, value) => rates.enthalpyOut = value],
  ["chain.position", ({ trial }, value) => trial.y[Y.offset] = value],
];

for (const value of [NaN, Infinity, -Infinity]) {
  Deno.test(`finite: whatever is ${value} is named`, () => {
    for (const [quantity, spoil] of SPOILT) {
      const fault = faultOf((parts) => spoil(parts, value));
      assert.equal(fault.quantity, quantity);
      assert.equal(fault.time, 7.25);
    }
  });
}

Deno.test("finite: a state that is spoilt already is blamed before what follows from it", () => {
  const fault = faultOf(({ state, trial, trialSlopes, rates }) => {
    state.y[Y.receiver] = NaN;
    trial.y[Y.receiver] = NaN;
    trialSlopes.y[Y.speed] = NaN;
    rates.heat = NaN;
  });
  assert.equal(fault.quantity, "receiver.pressure");
});

Deno.test("finite: infinities that cancel are noticed", () => {
  faultOf(({ trial, trialSlopes }) => {
    trial.y[Y.shaft] = Infinity;
    trialSlopes.y[Y.shaft] = -Infinity;
  });
  faultOf(({ rates }) => {
    rates.heat = Infinity;
    rates.enthalpyOut = -Infinity;
  });
});
