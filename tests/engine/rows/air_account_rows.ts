import assert from "node:assert/strict";
import type { AccountName } from "../../../engine/mod.ts";
import {
  account,
  BARE,
  build,
  carryOne,
  CRUISING,
  floater,
  HELD,
  near,
  type Overrides,
  parametersOf,
  RIDING,
  run,
  see,
  seeAt,
} from "../rig.ts";
import type { Row } from "./row.ts";

const R_AIR = 287.05;
const C_P = 3.5 * R_AIR;
const TOP = 8.135 + 0.8649;

/** The compressor alone, pumping the receiver from 2 to 3 bar. */
const PUMPING = {
  ...HELD,
  "floater.sealed": true,
  "receiver.initialPressure": 2e5,
  "receiver.cutIn": 2e5,
  "receiver.cutOut": 3e5,
} as const satisfies Overrides;

/** Electric energy to pump: V_r [p ln(p / p_a) - p] / (eta_c eta_m) between 2 and 3 bar. */
const PUMPING_WORK = (() => {
  const primitive = (p: number) => p * Math.log(p / 101325) - p;
  return (primitive(3e5) - primitive(2e5)) / 0.705;
})();

/** What the electric and the air accounts must come to. */
export const AIR_ACCOUNT_ROWS = {
  compressorElectric: [{
    predicts: "pumping from p_1 to p_2 takes V_r [p ln(p / p_a) - p] / (eta_c eta_m)",
    holds() {
      const seen = run(build(PUMPING), 40);
      near(account(seen, "compressorElectric"), PUMPING_WORK, { what: "work", relative: 1e-12 });
    },
  }],
  auxiliary: [{
    predicts: "P_x t",
    holds() {
      const seen = run(build({ ...PUMPING, "auxiliary.power": 120 }), 11);
      near(account(seen, "auxiliary"), 1320, { what: "charge", relative: 1e-13 });
    },
  }],
  h1Supply: [{
    predicts: "P_1 t at a standstill, F s where the force takes more",
    holds() {
      const h1 = { "h1.enabled": true, "h1.power": 3 };
      const still = run(build({ ...BARE, ...HELD, ...h1 }), 4);
      near(account(still, "h1Supply"), 12, { what: "standing", relative: 1e-13 });
      const going = run(build({ ...RIDING, ...h1, "initial.position": 13 }), 4);
      near(account(going, "h1Supply"), 4 * 9806.65 * 0.05 * 0.02, {
        what: "going down",
        relative: 1e-9,
      });
    },
  }],
  heater: [{
    predicts: "the heat of rising isothermal air, nothing for the heat that it gives back",
    holds() {
      const p = parametersOf({
        ...RIDING,
        "h2.enabled": true,
        "initial.position": 1,
      });
      const plant = build(p);
      const up = seeAt(plant, TOP - 2);
      assert.ok(account(up, "waterHeat") > 5000);
      near(account(up, "heater"), account(up, "waterHeat"), { what: "rising", relative: 1e-12 });
      const top = seeAt(plant, 8.135 + 0.5 * Math.PI * 0.8649);
      const down = seeAt(plant, 16);
      assert.ok(account(down, "waterHeat") < account(top, "waterHeat") - 3000);
      near(account(down, "heater"), account(top, "heater"), { what: "sinking", relative: 1e-9 });
    },
  }],
  generatorElectric: [{
    predicts: "eta_e T_max G w t at the torque limit",
    holds() {
      const seen = run(build({ ...CRUISING, "generator.gain": 66.4 }), 5);
      const power = 0.874 * 300 * 108.9 / 0.8649;
      near(account(seen, "generatorElectric"), 5 * power, { what: "energy", relative: 1e-9 });
    },
  }],
  intakeEnthalpy: [{
    predicts: "c_p / R_a of p_a Q_F t",
    holds() {
      const seen = run(build(PUMPING), 6);
      near(account(seen, "intakeEnthalpy"), 3.5 * 101325 * (3.2 / 60) * 6, {
        what: "enthalpy",
        relative: 1e-12,
      });
    },
  }],
  receiverHeat: [{
    predicts: "minus p V of the air pumped in, plus p V of the air let out",
    holds() {
      const pumping = run(build(PUMPING), 40);
      near(account(pumping, "receiverHeat"), -1e5, { what: "pumping", relative: 1e-11 });
      const letting = run(build(HELD), 1);
      near(account(letting, "receiverHeat"), 8e5 - letting.receiverPressure, {
        what: "letting out",
        relative: 1e-11,
      });
    },
  }],
  waterHeat: [{
    predicts: "m c_p dT (1 - exp(-t / tau_T)) at rest",
    holds() {
      const p = parametersOf({ ...HELD, "floater.sealed": true, "floater.sealedMass": 0.1 });
      const plant = build(p);
      plant.change({ ...p, "water.temperature": 303.15 });
      const expected = 29 * 0.1 * C_P * 10 * (1 - Math.exp(-4));
      near(account(run(plant, 12), "waterHeat"), expected, { what: "heat", relative: 1e-11 });
    },
  }],
  airLift: [{
    predicts: "g m z of what is let in, less g m z of what is dumped",
    holds() {
      const { plant, mass } = carryOne();
      const weight = 9.80665 * mass;
      near(account(see(plant), "airLift"), weight * 0.5, { what: "let in", relative: 1e-11 });
      const seen = seeAt(plant, 16);
      near(account(seen, "airLift"), weight * (0.5 - (8.135 - 0.5)), {
        what: "dumped",
        relative: 1e-11,
      });
    },
  }],
  ventEnthalpy: [{
    predicts: "m c_p T_w of a part-filled isothermal floater, all of it when dumped",
    holds() {
      const { plant, mass } = carryOne();
      const full = seeAt(plant, 8.135 - 0.1);
      assert.equal(account(full, "ventEnthalpy"), 0);
      near(account(seeAt(plant, 16), "ventEnthalpy"), mass * C_P * 293.15, {
        what: "enthalpy",
        relative: 1e-11,
      });
    },
  }],
  chainWork: [{
    predicts: "what adiabatic sealed air loses of H + m g z",
    holds() {
      const plant = build({ ...RIDING, "floater.thermalTime": Infinity });
      const energy = (seen: ReturnType<typeof see>) => {
        const { enthalpy, mass, sigma } = floater(seen);
        return enthalpy + 9.80665 * mass * sigma;
      };
      const before = energy(see(plant));
      const seen = run(plant, 7);
      const work = account(seen, "chainWork");
      assert.ok(work > 4000);
      near(work, before - energy(seen), { what: "work", relative: 1e-9 });
    },
  }],
  motorHeat: [{
    predicts: "1 - eta_m of the compressor's energy",
    holds() {
      const seen = run(build(PUMPING), 40);
      near(account(seen, "motorHeat"), 0.06 * PUMPING_WORK, { what: "heat", relative: 1e-12 });
    },
  }],
  compressorHeat: [{
    predicts: "eta_m of the compressor's energy",
    holds() {
      const seen = run(build(PUMPING), 40);
      near(account(seen, "compressorHeat"), 0.94 * PUMPING_WORK, { what: "heat", relative: 1e-12 });
    },
  }],
  airCompressed: [{
    predicts: "V_r (p_2 - p_1) / (R_a T_a)",
    holds() {
      const seen = run(build(PUMPING), 40);
      near(account(seen, "airCompressed"), 1e5 / (R_AIR * 293.15), {
        what: "air",
        relative: 1e-12,
      });
    },
  }],
  airInjected: [{
    predicts: "the target mass of every fill at rest, and what the receiver lost",
    holds() {
      const seen = run(build(HELD), 20);
      assert.equal(seen.fills, 4);
      near(account(seen, "airInjected"), 4 * 101325 * 0.16 / (R_AIR * 293.15), {
        what: "fills",
        relative: 1e-12,
      });
      near(account(seen, "airInjected"), (8e5 - seen.receiverPressure) / (R_AIR * 293.15), {
        what: "receiver",
        relative: 1e-11,
      });
    },
  }],
  airVented: [{
    predicts: "all that was let in, once it is dumped",
    holds() {
      const { plant, mass } = carryOne();
      assert.equal(account(seeAt(plant, 8), "airVented"), 0);
      near(account(seeAt(plant, 16), "airVented"), mass, { what: "air", relative: 1e-13 });
    },
  }],
} satisfies Partial<Record<AccountName, readonly Row[]>>;
