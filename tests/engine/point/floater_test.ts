import assert from "node:assert/strict";
import { createModel } from "../../../engine/model.ts";
import { AIR, SteadyFloater } from "../../../engine/point/floater.ts";
import { near, type Overrides, parametersOf } from "../rig.ts";

// One floater on its way, against closed forms of PHYSICS.md sections 3 and 8.

const R = 287.05;
const C_P = 3.5 * R;
const T = 293.15;
const FALL = 1000 * 9.80665;
const pressureAt = (z: number) => 101325 + FALL * (9 - z);
const ARC = Math.PI * 0.8649;
/** Much more than any floater here holds. */
const ROOMY = { "floater.volume": 10 } as const satisfies Overrides;

/** A floater with `mass` kg of air at the water's temperature. */
function floaterOf(overrides: Overrides, mass = 0.1, header = 2.3e5): SteadyFloater {
  const floater = new SteadyFloater(createModel(parametersOf(overrides)), header);
  floater.clear();
  floater.y[AIR.mass] = mass;
  floater.y[AIR.enthalpy] = mass * C_P * T;
  return floater;
}

/** Moves in steps as short as a grid's. */
function rise(floater: SteadyFloater, from: number, to: number, speed = 0.25, cells = 400): void {
  const length = (to - from) / cells;
  for (let i = 0; i < cells; i++) floater.move(from + i * length, length, speed);
}

const lifted = (mass: number, height: number) => mass * 9.80665 * height;

Deno.test("floater: adiabatic air gives its enthalpy, and none of the water's heat", () => {
  const floater = floaterOf({ ...ROOMY, "floater.thermalTime": Infinity });
  rise(floater, 1, 7);
  const enthalpy = 0.1 * C_P * T * (pressureAt(7) / pressureAt(1)) ** (2 / 7);
  const { y } = floater;
  near(y[AIR.enthalpy], enthalpy, { what: "enthalpy", relative: 1e-10 });
  const work = 0.1 * C_P * T - enthalpy - lifted(0.1, 6);
  near(y[AIR.work], work, { what: "work", relative: 1e-9 });
  near(y[AIR.heat], 0, { what: "heat", absolute: 1e-7 });
  near(floater.volume, 2 / 7 * enthalpy / pressureAt(7), { what: "volume", relative: 1e-10 });
});

Deno.test("floater: isothermal air gives what it takes from the water", () => {
  const floater = floaterOf({ ...ROOMY, "floater.thermalTime": 0 });
  rise(floater, 1, 7);
  const expansion = 0.1 * R * T * Math.log(pressureAt(1) / pressureAt(7));
  near(floater.y[AIR.heat], expansion, { what: "heat", relative: 1e-9 });
  near(floater.y[AIR.work], expansion - lifted(0.1, 6), { what: "work", relative: 1e-9 });
  near(floater.y[AIR.enthalpy], 0.1 * C_P * T, { what: "enthalpy", relative: 1e-12 });
});

Deno.test("floater: over the top it gives back what it was lifted by", () => {
  const floater = floaterOf({ ...ROOMY, "floater.thermalTime": 0 }, 1e-3);
  rise(floater, 8, 8.135);
  rise(floater, 8.135, 8.135 + ARC / 2);
  const half = floater.y[AIR.work];
  const expansion = 1e-3 * R * T * Math.log(pressureAt(8) / pressureAt(8.135 + 0.8649));
  near(half, expansion - lifted(1e-3, 0.135 + 0.8649), { what: "work", relative: 1e-8 });
});

Deno.test("floater: a choked valve passes the same at any height, until the fill", () => {
  const choked = { ...ROOMY, "injector.conductance": 2e-7, "injector.freeAirVolume": 0.05 };
  const floater = floaterOf(choked, 0, 9e5);
  floater.valve = true;
  const flow = 2e-7 * 1.185 * 9e5;
  rise(floater, 0, 0.05);
  near(floater.y[AIR.mass], flow * 0.2, { what: "mass", relative: 1e-12 });
  assert.equal(floater.fills, 0);
  rise(floater, 0.05, 1);
  const fill = 101325 * 0.05 / (R * T);
  near(floater.y[AIR.mass], fill, { what: "fill", relative: 1e-11 });
  near(floater.y[AIR.inflow], fill, { what: "let in", relative: 1e-11 });
  assert.deepEqual([floater.fills, floater.valve], [1, false]);
});

Deno.test("floater: a valve's flow at its pressure is that of ISO 6358", () => {
  const conductance = 8e-7;
  const at = (p: number, header: number) => {
    const rate = { ...ROOMY, "injector.laminarRatio": 0.9, "injector.conductance": conductance };
    const floater = floaterOf(rate, 0, header);
    floater.valve = true;
    const sigma = 9 - (p - 101325) / FALL;
    floater.move(sigma, 1e-9, 1e-6);
    return floater.y[AIR.inflow] / 1e-3 / (conductance * 1.185 * header);
  };
  const ellipse = (r: number) => Math.sqrt(1 - ((r - 0.3) / 0.7) ** 2);
  for (const r of [0.35, 0.6, 0.85]) {
    near(at(1.5e5, 1.5e5 / r), ellipse(r), { what: `phi(${r})`, relative: 1e-7 });
  }
  for (const r of [0.92, 0.99]) {
    const phi = ellipse(0.9) * (1 - r) / 0.1;
    near(at(1.5e5, 1.5e5 / r), phi, { what: `phi(${r})`, relative: 1e-6 });
  }
  assert.equal(at(1.5e5, 1.5e5 * (1 - 1e-9)), 0);
  assert.equal(at(1.5e5, 1.4e5), 0);
});

Deno.test("floater: what is above capacity spills in its time, at one height", () => {
  const crowded = { "floater.volume": 0.05, "floater.thermalTime": 0, "floater.spillTime": 2 };
  const p = pressureAt(3);
  const before = 0.06;
  const floater = floaterOf(crowded, before * p / (R * T));
  floater.volume = before;
  floater.spilling = true;
  // 1 s at next to no speed: heights, and so the pressure, stay what they are.
  floater.move(3, 1e-9, 1e-9);
  const volume = 0.05 + 0.01 * Math.exp(-0.5);
  near(floater.volume, volume, { what: "volume", relative: 1e-4 });
  const gone = (before - floater.volume) * p / (R * T);
  near(floater.y[AIR.outflow], gone, { what: "air that left", relative: 1e-9 });
  near(floater.y[AIR.enthalpyOut], gone * C_P * T, { what: "its enthalpy", relative: 1e-9 });
  near(floater.expelled, gone, { what: "expelled", relative: 1e-9 });
  near(floater.taken, 1000 * (before - floater.volume), { what: "water taken", relative: 1e-9 });
});

Deno.test("floater: it stops spilling when its air has cooled to capacity", () => {
  const crowded = { "floater.volume": 0.05, "floater.thermalTime": 1, "floater.spillTime": 0.1 };
  const p = pressureAt(3);
  const hot = 1.25 * T;
  const floater = floaterOf(crowded, 0.051 * p / (R * hot));
  floater.y[AIR.enthalpy] = 0.051 * p * 3.5;
  floater.volume = 0.051;
  floater.spilling = true;
  floater.move(3, 1e-9, 1e-9);
  assert.equal(floater.spilling, false);
  const { outflow, mass } = { outflow: floater.y[AIR.outflow], mass: floater.y[AIR.mass] };
  assert.ok(outflow > 0 && outflow < 0.001 * p / (R * T));
  floater.move(3, 20e-9, 1e-9);
  assert.deepEqual([floater.y[AIR.outflow], floater.y[AIR.mass]], [outflow, mass]);
  near(floater.volume, mass * R * T / p, { what: "volume", relative: 1e-7 });
});

Deno.test("floater: it begins to spill when it is full", () => {
  const full = { "floater.volume": 0.05, "floater.thermalTime": 0 };
  const floater = floaterOf(full, 0.049 * pressureAt(1) / (R * T));
  floater.volume = 0.049;
  const begin = 9 - (0.049 / 0.05 * pressureAt(1) - 101325) / FALL;
  rise(floater, 1, begin - 1e-6);
  assert.equal(floater.spilling, false);
  rise(floater, begin - 1e-6, begin + 1e-6);
  assert.equal(floater.spilling, true);
  rise(floater, begin + 1e-6, 8.135);
  // As much as expansion adds in the time that spilling takes is above capacity.
  const added = 0.05 * FALL * 0.25 / pressureAt(8.135) * 0.05;
  near(floater.volume - 0.05, added, { what: "above capacity", relative: 0.01 });
});

Deno.test("floater: the ledger of any move closes", () => {
  const floater = floaterOf({ "floater.volume": 0.12 }, 0, 1.9e5);
  floater.valve = true;
  const model = createModel(parametersOf());
  let [taken, expelled] = [0, 0];
  const go = (from: number, to: number) => {
    const cells = 300;
    const length = (to - from) / cells;
    for (let i = 0; i < cells; i++) {
      floater.move(from + i * length, length, 0.3);
      taken += floater.taken;
      expelled += floater.expelled;
    }
  };
  go(0, 2.25);
  floater.valve = false;
  go(2.25, 8.135);
  go(8.135, 8.135 + ARC / 2);
  const { y, volume } = floater;
  near(y[AIR.mass], y[AIR.inflow] - y[AIR.outflow], { what: "air", absolute: 1e-14 });
  // What it holds and lifts is what came in, less what went out and the work it did.
  const held = y[AIR.enthalpy] + lifted(y[AIR.mass], 8.135 + 0.8649);
  const gained = y[AIR.inflow] * C_P * T + y[AIR.heat] + y[AIR.lift];
  near(held, gained - y[AIR.enthalpyOut] - y[AIR.work], { what: "energy", absolute: 1e-3 });
  const water = expelled - y[AIR.outflow] - (taken - y[AIR.inflow]);
  near(water, model.rho * volume, { what: "water", absolute: 1e-9 });
  assert.ok(y[AIR.outflow] > 1e-3 && taken > 1 && expelled > 100);
});
