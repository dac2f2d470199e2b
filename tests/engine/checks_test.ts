import assert from "node:assert/strict";
import {
  checkPlant,
  type ParameterName,
  Plant,
  plantWarnings,
  type PresetName,
  PRESETS,
  targetMass,
} from "../../engine/mod.ts";
import { build, near, type Overrides, parametersOf, see } from "./rig.ts";

// What parameters cannot be together, and what is only odd.

const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];

Deno.test("checks: every preset can be built, and nothing is odd about it", () => {
  for (const name of PRESET_NAMES) {
    assert.deepEqual(checkPlant(PRESETS[name].parameters), [], name);
    assert.deepEqual(new Plant(PRESETS[name].parameters).warnings, [], name);
  }
});

const POSITIVE: readonly ParameterName[] = [
  "ambient.pressure",
  "ambient.temperature",
  "chain.sprocketRadius",
  "compressor.isothermalEfficiency",
  "compressor.motorEfficiency",
  "drivetrain.gearEfficiency",
  "drivetrain.gearRatio",
  "floater.frontalArea",
  "floater.shellDensity",
  "floater.volume",
  "h2.waterTemperature",
  "h3.coast",
  "h3.pulse",
  "receiver.volume",
  "water.density",
  "water.temperature",
];

for (const name of POSITIVE) {
  Deno.test(`checks: ${name} must be greater than 0`, () => {
    for (const value of [0, -1, NaN]) {
      const messages = checkPlant(parametersOf({ [name]: value }));
      const expected = `Cannot build the plant as ${name} must be greater than 0: ` +
        `current value is ${value}`;
      assert.ok(messages.includes(expected), messages.join("\n"));
      assert.throws(() => build({ [name]: value }), { name: "RangeError" });
    }
    const messages = checkPlant(parametersOf({ [name]: 1e-9 }));
    assert.ok(!messages.some((message) => message.includes("greater than 0")));
  });
}

/** Relations between parameters: just inside, just outside, and what is said then. */
const RELATIONS: readonly { good: Overrides; bad: Overrides; says: string }[] = [
  {
    good: { "chain.floaterCount": 1 },
    bad: { "chain.floaterCount": 0 },
    says: "chain.floaterCount must be a whole number of at least 1: current value is 0",
  },
  {
    good: { "chain.floaterCount": 2 },
    bad: { "chain.floaterCount": 2.5 },
    says: "chain.floaterCount must be a whole number of at least 1: current value is 2.5",
  },
  {
    good: { "chain.straightHeight": 0.5, "injector.windowEnd": 0.5 },
    bad: { "chain.straightHeight": 0.49, "injector.windowEnd": 0.4 },
    says: "chain.straightHeight must be at least 0.5 m: current value is 0.49 m",
  },
  {
    good: { "chain.straightHeight": 8, "chain.sprocketRadius": 1, "water.depth": 9 },
    bad: { "chain.straightHeight": 8, "chain.sprocketRadius": 1, "water.depth": 8.9 },
    says: "water.depth must be at least chain.straightHeight + chain.sprocketRadius = 9 m, " +
      "the top of the chain: current value is 8.9 m",
  },
  {
    good: { "injector.windowStart": 0 },
    bad: { "injector.windowStart": -0.1 },
    says: "injector.windowStart must be at least 0 m: current value is -0.1 m",
  },
  {
    good: { "injector.windowStart": 1, "injector.windowEnd": 1.01 },
    bad: { "injector.windowStart": 1, "injector.windowEnd": 1 },
    says: "injector.windowEnd must be greater than injector.windowStart = 1 m: " +
      "current value is 1 m",
  },
  {
    good: { "injector.windowEnd": 8.135 },
    bad: { "injector.windowEnd": 8.2 },
    says: "injector.windowEnd must be at most chain.straightHeight = 8.135 m: " +
      "current value is 8.2 m",
  },
  {
    good: { "initial.speed": 0 },
    bad: { "initial.speed": -0.1 },
    says: "initial.speed must be at least 0 m/s (backstop): current value is -0.1 m/s",
  },
  {
    good: { "receiver.cutIn": 7.99e5 },
    bad: { "receiver.cutIn": 8e5 },
    says: "receiver.cutIn must be less than receiver.cutOut = 800000 Pa: " +
      "current value is 800000 Pa",
  },
  {
    good: { "receiver.initialPressure": 101325 },
    bad: { "receiver.initialPressure": 1e5 },
    says: "receiver.initialPressure must be at least ambient.pressure = 101325 Pa: " +
      "current value is 100000 Pa",
  },
  {
    good: { "injector.laminarRatio": 0.31 },
    bad: { "injector.laminarRatio": 0.3 },
    says: "injector.laminarRatio must be greater than injector.criticalRatio = 0.3 and at most " +
      "1: current value is 0.3",
  },
  {
    good: { "injector.laminarRatio": 1 },
    bad: { "injector.laminarRatio": 1.01 },
    says: "injector.laminarRatio must be greater than injector.criticalRatio = 0.3 and at most " +
      "1: current value is 1.01",
  },
  {
    good: { "floater.thermalTime": 0 },
    bad: { "floater.thermalTime": -1 },
    says: "floater.thermalTime must be 0 (isothermal) or at least 0.0001 s: current value is -1 s",
  },
  {
    good: { "floater.thermalTime": 1e-4 },
    bad: { "floater.thermalTime": 0.9e-4 },
    says: "floater.thermalTime must be 0 (isothermal) or at least 0.0001 s: " +
      "current value is 0.00009 s",
  },
  {
    good: { "floater.spillTime": 1e-4 },
    bad: { "floater.spillTime": 0.9e-4 },
    says: "floater.spillTime must be at least 0.0001 s: current value is 0.00009 s",
  },
  {
    good: { "h3.enabled": true, "drivetrain.clutch": "overrunning" },
    bad: { "h3.enabled": true },
    says: 'drivetrain.clutch must be "overrunning" when h3.enabled is true: ' +
      'current value is "rigid"',
  },
  {
    good: { "flywheel.inertia": 0 },
    bad: { "flywheel.inertia": 0, "generator.inertia": 0 },
    says: "flywheel.inertia must be greater than 0 kg m2 where generator.inertia is 0: " +
      "current value is 0 kg m2",
  },
];

for (const { good, bad, says } of RELATIONS) {
  Deno.test(`checks: ${says.slice(0, says.indexOf(":"))}`, () => {
    assert.deepEqual(checkPlant(parametersOf(good)), []);
    assert.ok(see(build(good)).floaterCount > 0);
    const message = `Cannot build the plant as ${says}`;
    assert.deepEqual(checkPlant(parametersOf(bad)), [message]);
    assert.throws(() => build(bad), { name: "RangeError", message });
  });
}

Deno.test("checks: all faults are listed, and the first one is thrown", () => {
  const bad = { "floater.volume": 0, "water.depth": 1, "receiver.cutIn": 9e5 };
  const messages = checkPlant(parametersOf(bad));
  assert.equal(messages.length, 3);
  assert.throws(() => build(bad), { message: messages[0] });
});

Deno.test("checks: floaters that would overlap are a warning", () => {
  const pitch = (2 * 8.135 + 2 * Math.PI * 0.8649) / 29;
  const area = (share: number) => parametersOf({ "floater.frontalArea": 0.16 / (share * pitch) });
  assert.deepEqual(plantWarnings(area(1.19)), []);
  const [warning, ...others] = plantWarnings(area(1.21));
  assert.equal(
    warning,
    "floaters overlap: floater.volume / floater.frontalArea = 0.906 m is more than 1.2 x the " +
      "pitch of 0.748 m",
  );
  assert.deepEqual(others, []);
});

Deno.test("checks: a header below the water at the end of the window can never fill", () => {
  const end = 101325 + 9806.65 * (9 - 2.25);
  assert.deepEqual(plantWarnings(parametersOf({ "regulator.setpoint": end + 1 })), []);
  const low = parametersOf({ "regulator.setpoint": 1.6e5 });
  const warning = "the plant can never fill a floater: the header reaches at most 160000 Pa, " +
    "the water at the end of the window has 167520 Pa";
  assert.deepEqual(plantWarnings(low), [warning]);
  assert.deepEqual(new Plant(low).warnings, [warning]);
  const weak = { "receiver.cutIn": 1.2e5, "receiver.cutOut": 1.6e5 };
  assert.deepEqual(plantWarnings(parametersOf(weak)), [warning]);
  assert.deepEqual(plantWarnings({ ...low, "floater.sealed": true }), []);
});

Deno.test("checks: the target mass of kpp-01 is 0.16 m3 of free air", () => {
  near(targetMass(parametersOf()), 0.19265893, { what: "target", absolute: 5e-9 });
});

Deno.test("checks: a header that just equals the water above the window fills nothing", () => {
  const p = parametersOf();
  const water = p["ambient.pressure"] + p["water.density"] * p["ambient.gravity"] *
      (p["water.depth"] - p["injector.windowEnd"]);
  const warnings = (setpoint: number) =>
    plantWarnings(parametersOf({ "regulator.setpoint": setpoint }));
  assert.match(warnings(water).join("\n"), /^the plant can never fill a floater: the header/);
  assert.deepEqual(warnings(water * (1 + 1e-12)), []);
});
