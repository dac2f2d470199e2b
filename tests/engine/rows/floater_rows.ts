import assert from "node:assert/strict";
import {
  account,
  BARE,
  build,
  coupledMass,
  floater,
  HELD,
  near,
  ONE,
  type Overrides,
  parametersOf,
  pressureAt,
  run,
  runUntil,
  see,
  STEADY,
} from "../rig.ts";
import { accelerates } from "./chain_rows.ts";
import type { Row, Rows } from "./row.ts";

/** Where a lone floater hangs half way down the descending leg of kpp-01, m. */
const DESCENDING = 8.135 + Math.PI * 0.8649 + 4;

/** A lone heavy shell on the descending leg pulls with its weight in water. Section 4. */
function weighs(overrides: Overrides): Row {
  return {
    predicts: "one shell going down pulls with g (m_s - rho V_s)",
    holds() {
      const p = parametersOf({
        ...BARE,
        ...ONE,
        "floater.shellDensity": 7850,
        "initial.position": DESCENDING,
        ...overrides,
      });
      const shell = p["floater.shellMass"];
      const weight = 9.80665 * (shell - 1000 * shell / p["floater.shellDensity"]);
      near(see(build(p)).acceleration, weight / coupledMass(p), {
        what: "acceleration",
        relative: 1e-14,
      });
    },
  };
}

/** A bare chain with drag 1/2 rho C_d A N v^2 slows hyperbolically. PHYSICS.md section 4. */
function drags(overrides: Overrides): Row {
  return {
    predicts: "v = v_0 / (1 + v_0 b t / M), b = 1/2 rho C_d A N",
    holds() {
      const p = parametersOf({
        ...BARE,
        "floater.dragCoefficient": 0.9,
        "initial.speed": 1.5,
        ...overrides,
      });
      const b = 500 * p["floater.dragCoefficient"] * p["floater.frontalArea"] * 29;
      const seen = run(build(p), 10);
      const expected = 1.5 / (1 + 1.5 * b * 10 / coupledMass(p));
      near(seen.speed, expected, { what: "speed", relative: 1e-11 });
      near(account(seen, "drag"), 0.5 * coupledMass(p) * (2.25 - expected ** 2), {
        what: "drag",
        relative: 1e-10,
      });
    },
  };
}

/** Air at rest under constant pressure takes the water's temperature exponentially. Section 3. */
function warms(thermalTime: number, share: number): Row {
  return {
    predicts: `with a thermal time of ${thermalTime} s, T - T_w falls to ${share} in 2 s`,
    holds() {
      const p = parametersOf({
        ...HELD,
        "floater.sealed": true,
        "floater.sealedMass": 0.1,
        "floater.thermalTime": thermalTime,
      });
      const plant = build(p);
      plant.change({ ...p, "water.temperature": 343.15 });
      const { temperature } = floater(run(plant, 2));
      near(temperature, 343.15 - 50 * share, { what: "temperature", relative: 1e-12 });
    },
  };
}

export const FLOATER_ROWS: Rows<"floater"> = {
  "floater.volume": [
    accelerates({ "floater.volume": 0.3 }),
    {
      predicts: "an overfilled floater at rest keeps just its volume",
      holds() {
        const overrides = {
          ...HELD,
          "floater.volume": 0.1,
          "floater.thermalTime": 0,
          "injector.freeAirVolume": 0.19,
        };
        const { volume, mass } = floater(run(build(overrides), 5));
        near(volume, 0.1, { what: "volume", relative: 1e-12 });
        const expected = 0.1 * pressureAt(parametersOf(overrides), 0) / (287.05 * 293.15);
        near(mass, expected, { what: "mass", relative: 1e-12 });
      },
    },
    {
      predicts: "tipped by an angle th, a floater at rest keeps (1 + cos th) / 2 of its volume",
      holds() {
        // It is filled at the dock, carried half way over the top and held there.
        const p = parametersOf({
          ...ONE,
          ...HELD,
          "floater.thermalTime": 0,
          "injector.freeAirVolume": 0.3,
        });
        const plant = build(p);
        run(plant, 5);
        plant.change({ ...p, "chain.coulombFriction": 0 });
        runUntil(plant, (seen) => seen.position > 8.135 + 0.8649, { within: 100 });
        plant.change(p);
        const { volume, sigma } = floater(run(plant, 5));
        const angle = (sigma - 8.135) / 0.8649;
        assert.ok(angle > 1 && angle < 2, `stopped at ${angle} rad`);
        near(volume, 0.08 * (1 + Math.cos(angle)), { what: "volume", relative: 1e-12 });
      },
    },
  ],
  "floater.shellMass": [
    weighs({ "floater.shellMass": 31 }),
    accelerates({ "floater.shellMass": 31 }),
  ],
  "floater.shellDensity": [
    weighs({ "floater.shellDensity": 2000 }),
    accelerates({ "floater.shellDensity": 1000 }),
  ],
  "floater.dragCoefficient": [drags({ "floater.dragCoefficient": 1.7 })],
  "floater.frontalArea": [drags({ "floater.frontalArea": 0.35 })],
  "floater.addedMass": [accelerates({ "floater.addedMass": 1.2 })],
  "floater.thermalTime": [
    warms(3, Math.exp(-2 / 3)),
    warms(0.4, Math.exp(-5)),
    warms(0, 0),
    warms(Infinity, 1),
  ],
  "floater.spillTime": [{
    predicts: "air above capacity at rest falls exponentially, to e^-2 in two spill times",
    holds() {
      const p = parametersOf({ ...HELD, "floater.spillTime": 0.6, "floater.thermalTime": 0 });
      const plant = build(p);
      const full = floater(run(plant, 10)).volume;
      plant.change({ ...p, "floater.volume": 0.07 });
      const { volume } = floater(run(plant, 1.2));
      near(volume - 0.07, (full - 0.07) * Math.exp(-2), { what: "excess", relative: 1e-9 });
    },
  }],
  "floater.sealed": [{
    predicts: "sealed air stays aboard: none is let in, spilled or dumped in a whole lap",
    holds() {
      const plant = build({
        ...STEADY,
        "floater.sealed": true,
        "floater.sealedMass": 0.15,
        "initial.speed": 1,
      });
      const seen = run(plant, 22);
      assert.equal(seen.lap.count, 1);
      near(seen.airMass, 29 * 0.15, { what: "air", relative: 1e-14 });
      assert.equal(seen.fills + seen.shortFills + seen.openValves, 0);
      for (const name of ["airInjected", "airVented", "ventEnthalpy"] as const) {
        assert.equal(account(seen, name), 0, name);
      }
    },
  }],
  "floater.sealedMass": [{
    predicts: "every sealed floater starts with this mass at the water's temperature",
    holds() {
      const seen = see(build({ "floater.sealed": true, "floater.sealedMass": 0.21 }));
      for (let i = 0; i < 29; i++) {
        const { mass, temperature } = floater(seen, i);
        assert.equal(mass, 0.21);
        near(temperature, 293.15, { what: "temperature", relative: 1e-15 });
      }
    },
  }],
};
