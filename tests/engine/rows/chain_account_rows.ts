import assert from "node:assert/strict";
import type { AccountName } from "../../../engine/mod.ts";
import {
  account,
  BARE,
  build,
  carryOne,
  chainMass,
  coupledMass,
  CRUISING,
  floater,
  FRICTIONLESS,
  LIVE_STEP,
  near,
  ONE,
  parametersOf,
  RIDING,
  run,
  see,
  seeAt,
  shaftInertia,
  STEADY,
  stored,
} from "../rig.ts";
import type { Row } from "./row.ts";

/** What the accounts of chain and shaft must come to. */
export const CHAIN_ACCOUNT_ROWS = {
  drag: [{
    predicts: "1/2 rho C_d A N v^2 s",
    holds() {
      const seen = run(build({ ...CRUISING, "floater.dragCoefficient": 0.8 }), 5);
      near(account(seen, "drag"), 500 * 0.8 * 0.2 * 29 * 5, { what: "drag", relative: 1e-9 });
    },
  }],
  friction: [{
    predicts: "(F_c + c_v v) s",
    holds() {
      const friction = { "chain.coulombFriction": 175, "chain.viscousFriction": 120 };
      const seen = run(build({ ...CRUISING, ...friction, "initial.speed": 0.5 }), 4);
      near(account(seen, "friction"), (175 + 60) * 2, { what: "friction", relative: 1e-9 });
    },
  }],
  brake: [{
    predicts: "T_b times the angle turned",
    holds() {
      const seen = run(build({ ...CRUISING, "brake.torque": 90 }), 5);
      near(account(seen, "brake"), 90 * 5 / 0.8649, { what: "brake", relative: 1e-9 });
    },
  }],
  accretion: [{
    predicts: "1/2 rho v^2 of the volume that sinking air gives up; of the volume dumped",
    holds() {
      const plant = build({ ...RIDING, "initial.position": 12 });
      const before = floater(see(plant)).volume;
      const seen = run(plant, 6);
      const lost = before - floater(seen).volume;
      assert.ok(lost > 0.02);
      near(account(seen, "accretion"), 500 * lost, { what: "sinking", relative: 1e-9 });
      assert.equal(account(seen, "expelled"), 0);
    },
  }, {
    predicts: "1/2 mdot v^2 of the air let in",
    holds() {
      const seen = run(build({ ...ONE, ...STEADY, ...FRICTIONLESS, "initial.speed": 1 }), 0.25);
      const air = account(seen, "airInjected");
      assert.ok(air > 0.01);
      near(account(seen, "accretion"), 0.5 * air, { what: "air", relative: 1e-9 });
    },
  }],
  expelled: [{
    predicts: "1/2 rho v^2 of the volume that rising air gains",
    holds() {
      const plant = build(RIDING);
      const before = floater(see(plant)).volume;
      const seen = run(plant, 7);
      const gained = floater(seen).volume - before;
      assert.ok(gained > 0.03);
      near(account(seen, "expelled"), 500 * gained, { what: "rising", relative: 1e-9 });
      assert.equal(account(seen, "accretion"), 0);
    },
  }, {
    predicts: "1/2 m v^2 of the air dumped, and inelastic accretion of the water in its place",
    holds() {
      const { plant, mass } = carryOne();
      const vent = 8.135 + Math.PI * 0.8649 + 0.5;
      const before = seeAt(plant, vent - 1e-9);
      const after = seeAt(plant, vent + 1e-9);
      const square = before.speed ** 2;
      const water = 1000 * floater(before).volume;
      const shaft = shaftInertia(plant.parameters) / 0.8649 ** 2;
      const whole = chainMass(plant.parameters) + shaft;
      // Newton: the momentum of chain and shaft is shared with water that was at rest.
      near(after.speed, before.speed * (whole - water) / whole, { what: "v'", relative: 1e-8 });
      const gained = (name: AccountName) => account(after, name) - account(before, name);
      near(gained("expelled"), 0.5 * mass * square, { what: "expelled", absolute: 1e-7 });
      const lost = 0.5 * (whole - water) * square - 0.5 * whole * after.speed ** 2;
      near(gained("accretion"), lost, { what: "accretion", relative: 1e-6 });
      const spun = 0.5 * shaft * (after.speed ** 2 - square);
      near(gained("shaftWork"), spun, { what: "shaft work", relative: 1e-6 });
    },
  }],
  windage: [{
    predicts: "c_w w^3 t",
    holds() {
      const seen = run(build({ ...CRUISING, "generator.windage": 40 }), 5);
      near(account(seen, "windage"), 200 / 0.8649 ** 3, { what: "windage", relative: 1e-9 });
    },
  }],
  gear: [{
    predicts: "(1 / eta_g - 1) T_max G w t at the torque limit",
    holds() {
      const seen = run(build({ ...CRUISING, "generator.gain": 66.4 }), 5);
      const expected = (1 / 0.95 - 1) * 300 * 108.9 * 5 / 0.8649;
      near(account(seen, "gear"), expected, { what: "gear", relative: 1e-9 });
    },
  }],
  generatorLoss: [{
    predicts: "(1 - eta_e) T_max G w t at the torque limit",
    holds() {
      const seen = run(build({ ...CRUISING, "generator.gain": 66.4 }), 5);
      const expected = 0.126 * 300 * 108.9 * 5 / 0.8649;
      near(account(seen, "generatorLoss"), expected, { what: "loss", relative: 1e-9 });
    },
  }],
  clutch: [{
    predicts: "1/2 (I_1 I_2 / (I_1 + I_2)) of the squared difference of speeds",
    holds() {
      const overrides = {
        ...BARE,
        "drivetrain.clutch": "overrunning",
        "h3.enabled": true,
        "generator.windage": 5000,
        "initial.speed": 1,
        "initial.shaftSpeed": 1 / 0.8649,
      } as const;
      const p = parametersOf(overrides);
      const plant = build(p);
      const before = run(plant, 3 - LIVE_STEP);
      const after = run(plant, LIVE_STEP);
      // The shaft has slowed a little more when the clutch closes at the end of the step.
      const speed = 1 / (1 / before.shaftSpeed + 5000 * LIVE_STEP / shaftInertia(p));
      const chain = chainMass(p) * 0.8649 ** 2;
      const shaft = shaftInertia(p);
      const reduced = chain * shaft / (chain + shaft);
      const expected = 0.5 * reduced * (before.speed / 0.8649 - speed) ** 2;
      assert.ok(expected > 10);
      near(account(after, "clutch"), expected, { what: "clutch", relative: 1e-9 });
    },
  }],
  h1Loss: [{
    predicts: "the supply less the work of its force",
    holds() {
      const h1 = { "h1.enabled": true, "h1.power": 30 };
      const seen = run(build({ ...RIDING, ...h1, "initial.position": 13 }), 4);
      near(account(seen, "h1Loss"), 4 * (30 - 9806.65 * 0.05 * 0.02), {
        what: "loss",
        relative: 1e-9,
      });
    },
  }],
  shaftWork: [{
    predicts: "what a shaft without load gains when the chain speeds up",
    holds() {
      const p = parametersOf({ ...BARE, "chain.externalForce": 900 });
      const seen = run(build(p), 10);
      near(account(seen, "shaftWork"), 0.5 * shaftInertia(p) * seen.shaftSpeed ** 2, {
        what: "work",
        relative: 1e-12,
      });
      near(stored(seen, "shaftKinetic"), account(seen, "shaftWork"), {
        what: "kinetic energy",
        relative: 1e-12,
      });
    },
  }],
  densityWork: [{
    predicts: "g rho alpha V_s times the way down, and nothing elsewhere",
    holds() {
      const plant = build({ ...RIDING, "h1.enabled": true, "initial.position": 9 });
      const descent = 8.135 + Math.PI * 0.8649;
      assert.equal(account(seeAt(plant, descent - 0.1), "densityWork"), 0);
      const seen = seeAt(plant, descent + 8.135 + 0.5);
      near(account(seen, "densityWork"), 9806.65 * 0.05 * 0.02 * 8.135, {
        what: "work",
        relative: 1e-9,
      });
    },
  }],
  externalWork: [{
    predicts: "F s, also against the motion",
    holds() {
      const p = parametersOf({ ...BARE, "chain.externalForce": -300, "initial.speed": 1 });
      const seen = run(build(p), 10);
      const expected = 0.5 * coupledMass(p) * (seen.speed ** 2 - 1);
      assert.ok(expected < -1000);
      near(account(seen, "externalWork"), expected, { what: "work", relative: 1e-11 });
    },
  }],
} satisfies Partial<Record<AccountName, readonly Row[]>>;
