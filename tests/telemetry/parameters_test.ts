import assert from "node:assert/strict";
import fc from "fast-check";
import { type ParameterName, PRESETS } from "../../engine/mod.ts";
import {
  checkParameter,
  checkParameters,
  formatParameter,
  nudgeParameter,
  PARAMETERS,
  parseParameter,
} from "../../telemetry/mod.ts";

Deno.test("parameters: every value of every preset is in range", () => {
  for (const preset of Object.values(PRESETS)) {
    for (const row of PARAMETERS) checkParameter(row.name, preset.parameters[row.name]);
  }
});

Deno.test("parameters: the dictionary has each name once, in the order of the presets", () => {
  assert.deepEqual(PARAMETERS.map((row) => row.name), Object.keys(PRESETS["kpp-01"].parameters));
});

const ACCEPTED: readonly [string, string, unknown][] = [
  ["water.depth", "9", 9],
  ["water.depth", "9m", 9],
  ["water.depth", " 9 m ", 9],
  ["water.depth", "9e0 m", 9],
  ["injector.conductance", "8e-7 m3/(s Pa)", 8e-7],
  ["injector.conductance", ".8e-6m³/(s·Pa)", 8e-7],
  ["floater.volume", "0.16 m^3", 0.16],
  ["generator.gain", "66.4 N m s/rad", 66.4],
  ["floater.thermalTime", "Infinity", Infinity],
  ["floater.thermalTime", "infinity s", Infinity],
  ["floater.thermalTime", "0", 0],
  ["chain.floaterCount", "29", 29],
  ["chain.externalForce", "-10 N", -10],
  ["h1.enabled", "true", true],
  ["h1.enabled", "on", true],
  ["h1.enabled", "false", false],
  ["h1.enabled", "off", false],
  ["drivetrain.clutch", "overrunning", "overrunning"],
];

for (const [name, text, value] of ACCEPTED) {
  Deno.test(`parseParameter: ${name}="${text}"`, () => {
    assert.equal(parseParameter(name, text), value);
  });
}

const REFUSED: readonly [string, string, string][] = [
  ["water.depth", "9 kg", "Cannot set water.depth as its unit must be m: current value is 9 kg"],
  ["water.depth", "30 ft", "Cannot set water.depth as its unit must be m: current value is 30 ft"],
  [
    "generator.efficiency",
    "87 %",
    "Cannot set generator.efficiency as it has no unit: current value is 87 %",
  ],
  [
    "generator.efficiency",
    "1.2",
    "Cannot set generator.efficiency as it must be from 0 to 1: current value is 1.2",
  ],
  [
    "compressor.motorEfficiency",
    "0",
    "Cannot set compressor.motorEfficiency as it must be above 0 to 1: current value is 0",
  ],
  [
    "chain.straightHeight",
    "0.4",
    "Cannot set chain.straightHeight as it must be from 0.5 to 10000 m: current value is 0.4",
  ],
  [
    "chain.floaterCount",
    "2.5",
    "Cannot set chain.floaterCount as it must be a whole number from 1 to 500:" +
    " current value is 2.5",
  ],
  [
    "chain.floaterCount",
    "501",
    "Cannot set chain.floaterCount as it must be a whole number from 1 to 500:" +
    " current value is 501",
  ],
  [
    "floater.spillTime",
    "Infinity",
    "Cannot set floater.spillTime as it must be above 0 to 1000000 s: current value is Infinity",
  ],
  [
    "floater.thermalTime",
    "-Infinity",
    "Cannot set floater.thermalTime as it must be from 0 to 1000000000 s or Infinity:" +
    " current value is -Infinity",
  ],
  [
    "water.density",
    "wet",
    "Cannot set water.density as it must be above 0 to 20000 kg/m3: current value is wet",
  ],
  [
    "water.density",
    "",
    "Cannot set water.density as it must be above 0 to 20000 kg/m3: current value is nothing",
  ],
  [
    "water.density",
    "NaN",
    "Cannot set water.density as it must be above 0 to 20000 kg/m3: current value is NaN",
  ],
  ["h1.enabled", "1", "Cannot set h1.enabled as it must be true or false: current value is 1"],
  [
    "h1.enabled",
    "constructor",
    "Cannot set h1.enabled as it must be true or false: current value is constructor",
  ],
  [
    "drivetrain.clutch",
    "soft",
    "Cannot set drivetrain.clutch as it must be rigid or overrunning: current value is soft",
  ],
  [
    "injector.freeAirVolum",
    "1",
    'Cannot set "injector.freeAirVolum" as no parameter is called that;' +
    ' did you mean "injector.freeAirVolume"?',
  ],
  [
    "freeAirVolume",
    "1",
    'Cannot set "freeAirVolume" as no parameter is called that;' +
    ' did you mean "injector.freeAirVolume"?',
  ],
  [
    "INJECTOR.FREEAIRVOLUME",
    "1",
    'Cannot set "INJECTOR.FREEAIRVOLUME" as no parameter is called that;' +
    ' did you mean "injector.freeAirVolume"?',
  ],
  ["xyz", "1", 'Cannot set "xyz" as no parameter is called that; see kpp list parameters'],
  [
    "__proto__",
    "1",
    'Cannot set "__proto__" as no parameter is called that; see kpp list parameters',
  ],
];

for (const [name, text, message] of REFUSED) {
  Deno.test(`parseParameter refuses ${name}="${text}"`, () => {
    assert.throws(() => parseParameter(name, text), { message });
  });
}

Deno.test("checkParameter: a value of another type is a TypeError", () => {
  for (const [name, value] of [["water.depth", "9"], ["h1.enabled", 1], ["drivetrain.clutch", 2]]) {
    assert.throws(() => checkParameter(name as string, value), TypeError);
  }
  assert.throws(() => checkParameter("water.depth", NaN), RangeError);
});

const anyParameter = fc.constantFrom(...PARAMETERS);
const anyNudge = fc.record({
  direction: fc.constantFrom<1 | -1>(1, -1),
  step: fc.constantFrom<"fine" | "coarse">("fine", "coarse"),
});

Deno.test("nudgeParameter: any number of keys from any preset stays in range", () => {
  fc.assert(
    fc.property(
      anyParameter,
      fc.constantFrom(...Object.values(PRESETS)),
      fc.array(anyNudge, { maxLength: 100 }),
      (row, preset, nudges) => {
        let value = preset.parameters[row.name];
        for (const nudge of nudges) value = nudgeParameter(row.name, value, nudge);
        checkParameter(row.name, value);
      },
    ),
  );
});

Deno.test("nudgeParameter: there and back gives the same value away from the limits", () => {
  for (const row of PARAMETERS) {
    if (row.kind === "boolean" || row.kind === "choice") continue;
    const start = Number((row.min + 3 * row.coarse).toPrecision(12));
    const up = nudgeParameter(row.name, start as never, { direction: 1, step: "fine" });
    assert.notEqual(up, start, row.name);
    assert.equal(nudgeParameter(row.name, up, { direction: -1, step: "fine" }), start, row.name);
  }
});

Deno.test("nudgeParameter: stops at a limit that is a value, stays before one that is not", () => {
  const down = { direction: -1, step: "coarse" } as const;
  const up = { direction: 1, step: "coarse" } as const;
  assert.equal(nudgeParameter("generator.efficiency", 0.99, up), 1);
  assert.equal(nudgeParameter("floater.thermalTime", 0.3, down), 0);
  assert.equal(nudgeParameter("ambient.pressure", 500, down), 500);
  assert.equal(nudgeParameter("h1.enabled", false, up), true);
  assert.equal(nudgeParameter("drivetrain.clutch", "rigid", down), "overrunning");
  assert.equal(nudgeParameter("drivetrain.clutch", "overrunning", up), "rigid");
});

const FORMATTED: readonly [ParameterName, number | string | boolean, string][] = [
  ["water.depth", 9, "9.00 m"],
  ["injector.conductance", 8e-7, "8.00e-7 m3/(s Pa)"],
  ["floater.thermalTime", Infinity, "Infinity s"],
  ["chain.externalForce", 0, "0.0 N"],
  ["generator.efficiency", 0.874, "0.874"],
  ["h1.enabled", true, "on"],
  ["drivetrain.clutch", "rigid", "rigid"],
];

Deno.test("formatParameter: decimals and unit of the row", () => {
  for (const [name, value, text] of FORMATTED) assert.equal(formatParameter(name, value), text);
});

Deno.test("parseParameter: reads back every number exactly", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (value) => {
      assert.equal(parseParameter("auxiliary.power", `${value} W`), value);
    }),
  );
});

const KPP_01 = PRESETS["kpp-01"].parameters;

Deno.test("checkParameters: every preset is a plant", () => {
  for (const { parameters } of Object.values(PRESETS)) {
    assert.deepEqual(checkParameters(parameters), []);
  }
});

Deno.test("checkParameters: every value out of range is named", () => {
  assert.deepEqual(checkParameters({ ...KPP_01, "water.depth": -1, "h3.pulse": 0 }), [
    "Cannot set water.depth as it must be above 0 to 11000 m: current value is -1",
    "Cannot set h3.pulse as it must be above 0 to 1000000 s: current value is 0",
  ]);
});

Deno.test("checkParameters: values in range that make no plant together are named", () => {
  const parts = [
    { "h3.enabled": true },
    { "water.depth": 8.9 },
    { "receiver.cutIn": 9e5 },
    { "injector.windowEnd": 9 },
    { "receiver.initialPressure": 1e5 },
  ];
  for (const part of parts) {
    const faults = checkParameters({ ...KPP_01, ...part });
    assert.equal(faults.length, 1, JSON.stringify(part));
    const [name] = Object.keys(part);
    assert.ok(faults[0].includes(name), faults[0]);
  }
});
