import assert from "node:assert/strict";
import {
  account,
  build,
  floater,
  HELD,
  near,
  ONE,
  type Overrides,
  parametersOf,
  run,
  runUntil,
  see,
  STEADY,
} from "../rig.ts";
import type { Row, Rows } from "./row.ts";

/** No valve: the compressor and the receiver are alone. */
const SHUT = { ...HELD, "floater.sealed": true } as const satisfies Overrides;

/** The compressor starts at once, from 2 bar. */
const PUMPING = {
  ...SHUT,
  "receiver.initialPressure": 2e5,
  "receiver.cutIn": 2e5,
} as const satisfies Overrides;

/** One open valve at 0.5 m, under p = 184 681.525 Pa, from a receiver that hardly empties. */
const ONE_VALVE = {
  ...HELD,
  ...ONE,
  "initial.position": 0.5,
  "receiver.volume": 1e4,
  "injector.freeAirVolume": 100,
} as const satisfies Overrides;

const WATER_PRESSURE = 101325 + 9806.65 * 8.5;

/** One valve at rest passes C rho_0 p_h sqrt(T_0 / T_h) phi(p / p_h). PHYSICS.md section 3. */
function passes(phi: number, header: number, overrides: Overrides): Row {
  return {
    predicts: `mdot = C rho_0 p_h phi with phi = ${phi.toFixed(6)}`,
    holds() {
      const p = parametersOf({ ...ONE_VALVE, "regulator.setpoint": header, ...overrides });
      const flow = p["injector.conductance"] * 1.185 * header * phi;
      near(account(run(build(p), 0.5), "airInjected"), 0.5 * flow, {
        what: "air let in",
        relative: 1e-12,
      });
    },
  };
}

/** ISO 6358 subsonic function of the pressure ratio r with critical ratio b. */
function subsonic(r: number, b: number): number {
  return Math.sqrt(1 - ((r - b) / (1 - b)) ** 2);
}

/** Electric power of the compressor at 8 bar. PHYSICS.md section 5. */
function powers(overrides: Overrides): Row {
  return {
    predicts: "P = p_a Q_F ln(p_r / p_a) / (eta_c eta_m), of which 1 - eta_m heats the motor",
    holds() {
      const p = parametersOf({
        ...SHUT,
        "receiver.cutIn": 8e5,
        "receiver.cutOut": 9e5,
        ...overrides,
      });
      const seen = see(build(p));
      const ideal = 101325 * p["compressor.freeAirDelivery"] * Math.log(8e5 / 101325);
      const motor = p["compressor.motorEfficiency"];
      const expected = ideal / (p["compressor.isothermalEfficiency"] * motor);
      near(seen.compressorPower, expected, { what: "power", relative: 1e-14 });
      near(seen.netPower, -expected, { what: "net power", relative: 1e-14 });
      const later = run(build(p), 1);
      near(account(later, "motorHeat"), (1 - motor) * account(later, "compressorElectric"), {
        what: "motor heat",
        relative: 1e-14,
      });
    },
  };
}

/** Air mass taken in and pressure gained while the compressor runs. PHYSICS.md section 5. */
function pumps(overrides: Overrides): Row {
  return {
    predicts: "dm/dt = p_a Q_F / (R_a T_a), dp/dt = p_a Q_F / V_r",
    holds() {
      const p = parametersOf({ ...PUMPING, ...overrides });
      const seen = run(build(p), 4);
      const freeAir = 4 * 101325 * p["compressor.freeAirDelivery"];
      const gain = freeAir / p["receiver.volume"];
      near(seen.receiverPressure, 2e5 + gain, { what: "pressure", relative: 1e-13 });
      near(account(seen, "airCompressed"), freeAir / (287.05 * 293.15), {
        what: "air compressed",
        relative: 1e-13,
      });
    },
  };
}

/** Where the first valve is seen open, or the first pass short, of a steadily moving chain. */
function windowEdge(overrides: Overrides, passed: (seen: ReturnType<typeof see>) => boolean) {
  const plant = build({
    ...ONE,
    ...STEADY,
    "chain.straightHeight": 8,
    "initial.speed": 1,
    "injector.conductance": 1e-9,
    ...overrides,
  });
  return runUntil(plant, passed, { within: 10, dt: 1 / 1024 }).time;
}

export const AIR_SUPPLY_ROWS: Rows<"injector" | "compressor" | "receiver" | "regulator"> = {
  "injector.freeAirVolume": [{
    predicts: "a fill ends at m_t = p_a V_a / (R_a T_a)",
    holds() {
      const { mass } = floater(run(build({ ...HELD, "injector.freeAirVolume": 0.09 }), 5));
      near(mass, 101325 * 0.09 / (287.05 * 293.15), { what: "air mass", relative: 1e-12 });
    },
  }],
  "injector.conductance": [
    passes(1, 7e5, { "injector.conductance": 3e-7 }),
    passes(subsonic(WATER_PRESSURE / 2.3e5, 0.3), 2.3e5, { "injector.conductance": 3e-7 }),
  ],
  "injector.criticalRatio": [
    passes(subsonic(WATER_PRESSURE / 2.3e5, 0.5), 2.3e5, { "injector.criticalRatio": 0.5 }),
    passes(1, 2.3e5, { "injector.criticalRatio": 0.81 }),
  ],
  "injector.laminarRatio": [
    passes(
      subsonic(0.7, 0.3) * (1 - WATER_PRESSURE / 2.3e5) / 0.3,
      2.3e5,
      { "injector.laminarRatio": 0.7 },
    ),
    passes(subsonic(WATER_PRESSURE / 1.8475e5, 0.3), 1.8475e5, { "injector.laminarRatio": 1 }),
  ],
  "injector.windowStart": [{
    predicts: "a valve opens when its floater has come to s_0",
    holds() {
      const at = windowEdge({ "injector.windowStart": 1.25 }, (seen) => seen.openValves === 1);
      near(at, 1.25, { what: "place", absolute: 1 / 1024 + 1e-9 });
    },
  }],
  "injector.windowEnd": [{
    predicts: "a floater that is not full at s_1 ends its pass there, short",
    holds() {
      const at = windowEdge({ "injector.windowEnd": 3.5 }, (seen) => seen.shortFills === 1);
      near(at, 3.5, { what: "place", absolute: 1 / 1024 + 1e-9 });
    },
  }],
  "compressor.freeAirDelivery": [
    pumps({ "compressor.freeAirDelivery": 0.11 }),
    powers({ "compressor.freeAirDelivery": 0.11 }),
  ],
  "compressor.isothermalEfficiency": [powers({ "compressor.isothermalEfficiency": 0.6 })],
  "compressor.motorEfficiency": [powers({ "compressor.motorEfficiency": 0.8 })],
  "receiver.volume": [pumps({ "receiver.volume": 2.5 })],
  "receiver.cutIn": [{
    predicts: "the compressor starts at p_r <= cutIn and not above",
    holds() {
      const on = (initial: number) =>
        see(build({ ...SHUT, "receiver.cutIn": 5e5, "receiver.initialPressure": initial }))
          .compressorOn;
      assert.deepEqual([on(5e5), on(5.01e5)], [true, false]);
    },
  }],
  "receiver.cutOut": [{
    predicts: "the compressor stops when the receiver is at cutOut",
    holds() {
      const seen = run(build({ ...PUMPING, "receiver.cutOut": 2.5e5 }), 12);
      assert.ok(!seen.compressorOn);
      near(seen.receiverPressure, 2.5e5, { what: "pressure", relative: 1e-12 });
    },
  }],
  "receiver.initialPressure": [{
    predicts: "the receiver starts at this pressure",
    holds() {
      const seen = see(build({ ...SHUT, "receiver.initialPressure": 3.21e5 }));
      near(seen.receiverPressure, 3.21e5, { what: "pressure", relative: 1e-15 });
    },
  }],
  "regulator.setpoint": [
    passes(1, 6.5e5, {}),
    {
      predicts: "the header has the lower of setpoint and receiver pressure",
      holds() {
        const header = (setpoint: number) =>
          see(build({ ...SHUT, "regulator.setpoint": setpoint })).headerPressure;
        near(header(3e5), 3e5, { what: "regulated", relative: 1e-15 });
        near(header(9e5), 8e5, { what: "unregulated", relative: 1e-15 });
      },
    },
  ],
};
