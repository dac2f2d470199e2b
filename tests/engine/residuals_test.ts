import assert from "node:assert/strict";
import { Plant, type PresetName, PRESETS } from "../../engine/mod.ts";
import { LIVE_STEP, type Overrides, parametersOf, run, see } from "./rig.ts";

// The ledger closes to the limits of PHYSICS.md section 9, on every preset with every switch.

const OVERRUNNING = { "drivetrain.clutch": "overrunning" } as const satisfies Overrides;

const SWITCHES: Readonly<Record<string, Overrides>> = {
  plain: {},
  isothermal: { "floater.thermalTime": 0 },
  adiabatic: { "floater.thermalTime": Infinity },
  overrunning: OVERRUNNING,
  loaded: {
    "auxiliary.power": 100,
    "brake.torque": 100,
    "chain.externalForce": 500,
    "generator.windage": 50,
  },
  h1: { "h1.enabled": true },
  "h2 heater": { "h2.enabled": true },
  "h2 free": { "h2.enabled": true, "h2.heatSource": "free" },
  h3: { ...OVERRUNNING, "h3.enabled": true },
  "h1, h2 and h3": {
    ...OVERRUNNING,
    "h1.enabled": true,
    "h2.enabled": true,
    "h3.enabled": true,
  },
};

const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];

for (const preset of PRESET_NAMES) {
  for (const [name, overrides] of Object.entries(SWITCHES)) {
    const pulsed = overrides["h3.enabled"] === true;
    Deno.test(`residuals: ${preset} ${name}: 1e-10 at 5 ms${pulsed ? "" : ", less at 2.5"}`, () => {
      const limits: [number, number][] = pulsed
        ? [[5e-3, 1e-10]]
        : [[5e-3, 1e-10], [2.5e-3, 1e-11]];
      for (const [dt, limit] of limits) {
        const seen = run(new Plant(parametersOf(overrides, preset)), 60, dt);
        assert.ok(seen.hasMoved && seen.energyTurnedOver > 1e5, "something was turned over");
        assert.ok(seen.relativeResidual <= limit, `${seen.relativeResidual} at ${dt} s`);
        assert.ok(!seen.energyViolation);
      }
    });
  }
}

Deno.test("residuals: twenty minutes add rounding only, moving or standing", () => {
  const moving = new Plant(parametersOf());
  const standing = new Plant(parametersOf({ "chain.coulombFriction": 1e9 }));
  for (const plant of [moving, standing]) {
    const seen = run(plant, 1200, 5e-3);
    // A thirtieth of ten hours, and a thirtieth of what they may leave.
    assert.ok(seen.relativeResidual <= 3e-11, `${seen.relativeResidual}`);
  }
});

Deno.test("residuals: efficiency stays below 1, and the ceiling without free heat", () => {
  for (const preset of PRESET_NAMES) {
    const plant = new Plant(parametersOf({}, preset));
    const { ceiling } = see(plant);
    assert.ok(ceiling > 0 && ceiling < 1, `ceiling ${ceiling}`);
    let laps = 0;
    for (let i = 0; i < 200 / LIVE_STEP; i++) {
      plant.step(LIVE_STEP);
      if (i % 240 > 0) continue;
      const { lap } = see(plant);
      if (lap.count === laps) continue;
      laps = lap.count;
      assert.ok(lap.electricEfficiency < ceiling, `${lap.electricEfficiency} of ${ceiling}`);
    }
    assert.ok(laps >= 2);
  }
});
