import assert from "node:assert/strict";
import {
  account,
  BARE,
  build,
  coupledMass,
  HELD,
  near,
  type Overrides,
  parametersOf,
  run,
  see,
  shaftInertia,
  STEADY,
} from "../rig.ts";
import type { Row, Rows } from "./row.ts";

/** A shaft that the standing chain does not hold: it runs down by itself from 3 rad/s. */
const FREE = {
  ...HELD,
  "drivetrain.clutch": "overrunning",
  "initial.shaftSpeed": 3,
} as const satisfies Overrides;

/** Under a constant generator torque the free shaft slows evenly. PHYSICS.md section 5. */
function slowsEvenly(overrides: Overrides): Row {
  return {
    predicts: "w = w_0 - G T_max t / (eta_g (J_f + G^2 J_g)) at the torque limit",
    holds() {
      const p = parametersOf({ ...FREE, "generator.torqueLimit": 8, ...overrides });
      const slope = p["drivetrain.gearRatio"] * p["generator.torqueLimit"] /
        (p["drivetrain.gearEfficiency"] * shaftInertia(p));
      const seen = run(build(p), 3);
      near(seen.shaftSpeed, 3 - 3 * slope, { what: "shaft speed", relative: 1e-12 });
    },
  };
}

/** Torque and power at 1 rad/s of a chain that cannot be slowed. PHYSICS.md section 5. */
function gives(overrides: Overrides): Row {
  return {
    predicts: "T_g = clip(k (G w - w_c), 0, T_max), P = eta_e T_g G w",
    holds() {
      const p = parametersOf({
        ...BARE,
        ...STEADY,
        "initial.speed": 0.8649,
        "generator.gain": 2,
        ...overrides,
      });
      const fast = p["drivetrain.gearRatio"];
      const linear = p["generator.gain"] * (fast - p["generator.cutInSpeed"]);
      const torque = Math.min(p["generator.torqueLimit"], Math.max(0, linear));
      const power = p["generator.efficiency"] * torque * fast;
      const seen = see(build(p));
      near(seen.generatorSpeed, fast, { what: "generator speed", relative: 1e-15 });
      near(seen.generatorTorque, torque, { what: "torque", relative: 1e-14 });
      near(seen.generatorPower, power, { what: "power", relative: 1e-14 });
      const later = run(build(p), 2);
      near(account(later, "generatorElectric"), 2 * power, { what: "energy", relative: 1e-8 });
      const loss = (1 / p["generator.efficiency"] - 1) * account(later, "generatorElectric");
      near(account(later, "generatorLoss"), loss, { what: "loss", relative: 1e-12 });
    },
  };
}

export const SHAFT_ROWS: Rows<
  "drivetrain" | "flywheel" | "generator" | "brake" | "auxiliary"
> = {
  "drivetrain.gearRatio": [
    gives({ "drivetrain.gearRatio": 80 }),
    slowsEvenly({ "drivetrain.gearRatio": 80 }),
  ],
  "drivetrain.gearEfficiency": [
    slowsEvenly({ "drivetrain.gearEfficiency": 0.8 }),
    {
      predicts: "the gearbox loses 1 / eta_g - 1 of what the generator takes",
      holds() {
        const plant = build({ ...FREE, "drivetrain.gearEfficiency": 0.8 });
        const seen = run(plant, 1);
        const taken = account(seen, "generatorElectric") + account(seen, "generatorLoss");
        assert.ok(taken > 1000);
        near(account(seen, "gear"), 0.25 * taken, { what: "gear loss", relative: 1e-12 });
      },
    },
  ],
  "drivetrain.clutch": [{
    predicts: "a standing chain holds a rigid shaft, an overrunning one turns on",
    holds() {
      const overrides = { ...FREE, "generator.gain": 0 };
      const free = see(build(overrides));
      assert.ok(!free.clutchLocked);
      assert.equal(free.shaftSpeed, 3);
      const rigid = see(build({ ...overrides, "drivetrain.clutch": "rigid" }));
      assert.ok(rigid.clutchLocked);
      assert.equal(rigid.shaftSpeed, 0);
    },
  }],
  "flywheel.inertia": [slowsEvenly({ "flywheel.inertia": 700 })],
  "generator.inertia": [slowsEvenly({ "generator.inertia": 0.5 })],
  "generator.cutInSpeed": [
    gives({ "generator.cutInSpeed": 55 }),
    gives({ "generator.cutInSpeed": 200 }),
  ],
  "generator.gain": [gives({ "generator.gain": 3.5 })],
  "generator.torqueLimit": [gives({ "generator.torqueLimit": 77 })],
  "generator.efficiency": [gives({ "generator.efficiency": 0.5 })],
  "generator.windage": [{
    predicts: "w = w_0 / (1 + c_w w_0 t / I), and what the shaft loses is windage",
    holds() {
      const p = parametersOf({ ...FREE, "generator.gain": 0, "generator.windage": 300 });
      const inertia = shaftInertia(p);
      const seen = run(build(p), 8);
      const expected = 3 / (1 + 300 * 3 * 8 / inertia);
      near(seen.shaftSpeed, expected, { what: "shaft speed", relative: 1e-11 });
      near(account(seen, "windage"), 0.5 * inertia * (9 - expected ** 2), {
        what: "windage",
        relative: 1e-10,
      });
    },
  }],
  "brake.torque": [{
    predicts: "a = -T_b / (R M), and brake = T_b s / R",
    holds() {
      const p = parametersOf({ ...BARE, "brake.torque": 400, "initial.speed": 0.6 });
      const slope = 400 / (0.8649 * coupledMass(p));
      const seen = run(build(p), 10);
      near(seen.speed, 0.6 - 10 * slope, { what: "speed", relative: 1e-12 });
      near(account(seen, "brake"), 400 * seen.position / 0.8649, {
        what: "brake",
        relative: 1e-12,
      });
    },
  }],
  "auxiliary.power": [{
    predicts: "it is charged every second, and lowers the net power",
    holds() {
      const seen = run(build({ ...HELD, "floater.sealed": true, "auxiliary.power": 350 }), 7);
      near(account(seen, "auxiliary"), 2450, { what: "charge", relative: 1e-13 });
      assert.equal(seen.auxiliaryPower, 350);
      near(seen.netPower, -350, { what: "net power", relative: 1e-15 });
    },
  }],
};
