import assert from "node:assert/strict";
import {
  account,
  BARE,
  build,
  chainMass,
  coupledMass,
  near,
  type Overrides,
  parametersOf,
  run,
  see,
} from "../rig.ts";
import type { Row, Rows } from "./row.ts";

/** Newton's law for a bare chain under a constant force. PHYSICS.md section 4. */
export function accelerates(overrides: Overrides): Row {
  return {
    predicts: "a = F / (M + I/R^2)",
    holds() {
      const p = parametersOf({ ...BARE, "chain.externalForce": 700, ...overrides });
      const expected = p["chain.externalForce"] / coupledMass(p);
      near(see(build(p)).acceleration, expected, { what: "acceleration", relative: 1e-14 });
    },
  };
}

/** A bare chain at 1 m/s is round once when it has gone 2 h + 2 pi R. PHYSICS.md section 2. */
function roundsIn(overrides: Overrides, seconds: number): Row {
  return {
    predicts: "lap time = (2 h + 2 pi R) / v",
    holds() {
      const seen = run(build({ ...BARE, "initial.speed": 1, ...overrides }), 25);
      near(seen.lap.time, seconds, { what: "lap time", relative: 1e-12 });
    },
  };
}

export const CHAIN_ROWS: Rows<"chain"> = {
  "chain.floaterCount": [accelerates({ "chain.floaterCount": 13 })],
  "chain.straightHeight": [
    roundsIn({ "chain.straightHeight": 5 }, 10 + 2 * Math.PI * 0.8649),
    accelerates({ "chain.straightHeight": 5 }),
  ],
  "chain.sprocketRadius": [
    roundsIn({ "chain.sprocketRadius": 0.7 }, 16.27 + 1.4 * Math.PI),
    {
      predicts: "w = v / R",
      holds() {
        const seen = see(build({ ...BARE, "chain.sprocketRadius": 0.7, "initial.speed": 1.4 }));
        near(seen.shaftSpeed, 2, { what: "shaft speed", relative: 1e-15 });
      },
    },
    accelerates({ "chain.sprocketRadius": 0.7 }),
  ],
  "chain.massPerMetre": [accelerates({ "chain.massPerMetre": 55 })],
  "chain.coulombFriction": [{
    predicts: "from v it stops after M v / F_c and M v^2 / 2 F_c, and all its energy is friction",
    holds() {
      const overrides = { ...BARE, "chain.coulombFriction": 900, "initial.speed": 0.5 };
      const p = parametersOf(overrides);
      const mass = coupledMass(p);
      const plant = build(p);
      const until = mass * 0.5 / 900;
      const early = run(plant, Math.floor(until));
      near(early.speed, 0.5 - 900 * early.time / mass, { what: "speed", relative: 1e-12 });
      const late = run(plant, 2);
      assert.ok(late.stuck);
      near(late.position, mass * 0.25 / 1800, { what: "stopping distance", relative: 1e-12 });
      near(account(late, "friction"), mass * 0.125, { what: "friction", relative: 1e-12 });
    },
  }],
  "chain.viscousFriction": [{
    predicts: "v = v_0 exp(-c_v t / M)",
    holds() {
      const p = parametersOf({ ...BARE, "chain.viscousFriction": 2000, "initial.speed": 0.8 });
      const seen = run(build(p), 10);
      const expected = 0.8 * Math.exp(-2000 * 10 / coupledMass(p));
      near(seen.speed, expected, { what: "speed", relative: 1e-12 });
      near(account(seen, "friction"), 0.5 * coupledMass(p) * (0.64 - expected ** 2), {
        what: "friction",
        relative: 1e-11,
      });
    },
  }],
  "chain.externalForce": [
    accelerates({ "chain.externalForce": 1234 }),
    {
      predicts: "s = F t^2 / 2 M from rest with a free shaft, and externalWork = F s",
      holds() {
        const p = parametersOf({
          ...BARE,
          "chain.externalForce": 500,
          "drivetrain.clutch": "overrunning",
          "initial.shaftSpeed": 50,
          "generator.cutInSpeed": 1e9,
        });
        const seen = run(build(p), 10);
        near(seen.position, 500 * 50 / chainMass(p), { what: "position", relative: 1e-12 });
        near(account(seen, "externalWork"), 500 * seen.position, {
          what: "external work",
          relative: 1e-12,
        });
      },
    },
  ],
};
