import {
  account,
  build,
  floater,
  HELD,
  near,
  ONE,
  type Overrides,
  parametersOf,
  pressureAt,
  run,
  see,
} from "../rig.ts";
import { accelerates } from "./chain_rows.ts";
import type { Row, Rows } from "./row.ts";

const KAPPA = 2 / 7;

/** The volume of sealed air tells the water pressure: p = kappa H / V. PHYSICS.md section 2. */
function presses(overrides: Overrides): Row {
  return {
    predicts: "p = p_a + rho g (z_w - z)",
    holds() {
      const p = parametersOf({
        ...HELD,
        ...ONE,
        "floater.sealed": true,
        "floater.sealedMass": 0.1,
        "initial.position": 2,
        ...overrides,
      });
      const { enthalpy, volume } = floater(see(build(p)));
      near(KAPPA * enthalpy / volume, pressureAt(p, 2), { what: "pressure", relative: 1e-14 });
    },
  };
}

/** The target of a fill is free air at ambient state. PHYSICS.md section 1. */
function fillsTo(overrides: Overrides): Row {
  return {
    predicts: "a fill ends at m_t = p_a V_a / (R_a T_a)",
    holds() {
      const p = parametersOf({ ...HELD, ...overrides });
      const expected = p["ambient.pressure"] * p["injector.freeAirVolume"] /
        (287.05 * p["ambient.temperature"]);
      near(floater(run(build(p), 10)).mass, expected, { what: "air mass", relative: 1e-12 });
    },
  };
}

export const WATER_ROWS: Rows<"water" | "ambient"> = {
  "water.depth": [presses({ "water.depth": 14 })],
  "water.density": [
    presses({ "water.density": 1025 }),
    accelerates({ "water.density": 1025, "floater.shellDensity": 1025 }),
  ],
  "water.temperature": [{
    predicts: "isothermal air has the water's temperature",
    holds() {
      const plant = build({ ...HELD, "floater.thermalTime": 0, "water.temperature": 281 });
      near(floater(run(plant, 5)).temperature, 281, { what: "temperature", relative: 1e-14 });
    },
  }],
  "ambient.pressure": [
    presses({ "ambient.pressure": 95000 }),
    fillsTo({ "ambient.pressure": 95000 }),
  ],
  "ambient.temperature": [
    fillsTo({ "ambient.temperature": 271 }),
    {
      predicts: "air without heat exchange keeps the header's temperature T_a",
      holds() {
        const overrides = { "floater.thermalTime": Infinity, "ambient.temperature": 271 };
        const { temperature } = floater(run(build({ ...HELD, ...overrides }), 5));
        near(temperature, 271, { what: "temperature", relative: 1e-12 });
      },
    },
    {
      predicts: "the receiver holds m = p V / (R_a T_a): what went out cost it p V of what was in",
      holds() {
        const seen = run(build({ ...HELD, "ambient.temperature": 271 }), 1);
        const lost = (8e5 - seen.receiverPressure) * 1 / (287.05 * 271);
        near(account(seen, "airInjected"), lost, { what: "air let out", relative: 1e-12 });
      },
    },
  ],
  "ambient.gravity": [presses({ "ambient.gravity": 9.7 })],
};
