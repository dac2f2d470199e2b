import { PRESETS } from "../../../engine/mod.ts";
import { findBestLoads, findPoint, type PointOptions } from "../../../engine/point/mod.ts";
import { hashBytes } from "../../../engine/hash.ts";
import { type Overrides, parametersOf } from "../rig.ts";

// Steady points of every kind, bit for bit, as ../golden_test.ts has runs.

const SEVEN = { "chain.floaterCount": 7, "generator.gain": 0.6 } as const satisfies Overrides;

const POINTS: Readonly<Record<string, readonly [Overrides, PointOptions?]>> = {
  ...Object.fromEntries(
    Object.entries(PRESETS).map(([name, { parameters }]) => [name, [parameters]]),
  ),
  "receiver held": [{}, { receiverPressure: 7.1e5 }],
  "receiver below the setpoint": [{}, { receiverPressure: 2.1e5 }],
  "isothermal and uneven": [{ ...SEVEN, "floater.thermalTime": 0 }],
  "torque limited at times": [{ ...SEVEN, "generator.torqueLimit": 20 }],
  "freewheeling at times": [{
    ...SEVEN,
    "drivetrain.clutch": "overrunning",
    "flywheel.inertia": 2000,
    "generator.gain": 0.004,
    "generator.windage": 5,
  }],
  "choked and pure ISO": [{
    "injector.laminarRatio": 1,
    "injector.conductance": 2e-7,
    "regulator.setpoint": 7e5,
  }],
  "spilling over a laminar valve": [{
    "floater.volume": 0.1,
    "injector.laminarRatio": 0.9,
    "regulator.setpoint": 1.8e5,
    "injector.windowEnd": 4,
  }],
  "all claims that a point can make": [{
    "h1.enabled": true,
    "h1.power": 6,
    "h2.enabled": true,
    "auxiliary.power": 50,
    "brake.torque": 100,
    "chain.externalForce": 300,
  }],
};

/** A point or a pair of loads as text, every bit of it. */
function textOf(found: unknown): string {
  return JSON.stringify(
    found,
    (_, value) =>
      value instanceof Float64Array
        ? [...value].map(String)
        : typeof value === "number"
        ? String(value)
        : value,
  );
}

const hashOf = (found: unknown) => hashBytes(new TextEncoder().encode(textOf(found)));

for (const [name, [overrides, options]] of Object.entries(POINTS)) {
  Deno.test(`golden point: ${name}`, (t) =>
    t.assertSnapshot(hashOf(findPoint(parametersOf(overrides), options))));
}

Deno.test("golden point: loads of most power and most efficiency", (t) =>
  t.assertSnapshot(hashOf(findBestLoads(parametersOf({ ...SEVEN, "auxiliary.power": 3000 })))));
