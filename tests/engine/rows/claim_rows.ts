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
  run,
  see,
  STEADY,
} from "../rig.ts";
import type { Rows } from "./row.ts";

/** A lone bare floater on the descending leg, where the nanobubbles are. */
const GOING_DOWN = {
  ...BARE,
  ...ONE,
  "h1.enabled": true,
  "initial.position": 8.135 + Math.PI * 0.8649 + 1,
} as const satisfies Overrides;

/** Volume of one shell of the density of water, m3. */
const SHELL = 20 / 1000;

/** A chain at 1 m/s under pulse and coast, without load. */
const PULSED = {
  ...BARE,
  ...STEADY,
  "drivetrain.clutch": "overrunning",
  "h3.enabled": true,
  "initial.speed": 0.8649,
  "initial.shaftSpeed": 1,
} as const satisfies Overrides;

/** Times, s, at which the clutch is seen to change in the first seconds. */
function clutchChanges(overrides: Overrides, seconds: number): number[] {
  const plant = build({ ...PULSED, ...overrides });
  const changes: number[] = [];
  let locked = see(plant).clutchLocked;
  while (plant.time < seconds - 1e-9) {
    plant.step(1 / 64);
    const now = see(plant).clutchLocked;
    if (now !== locked) changes.push(plant.time);
    locked = now;
  }
  return changes;
}

export const CLAIM_ROWS: Rows<"h1" | "h2" | "h3"> = {
  "h1.enabled": [{
    predicts: "the supply is paid when it is on and only then, at a standstill too",
    holds() {
      const power = (on: boolean) => see(build({ ...HELD, "h1.enabled": on })).h1Power;
      assert.deepEqual([power(true), power(false)], [2500, 0]);
    },
  }],
  "h1.voidFraction": [{
    predicts: "one descending floater is pulled by g rho alpha V_s, and densityWork = F s",
    holds() {
      const p = parametersOf({ ...GOING_DOWN, "h1.voidFraction": 0.3 });
      const force = 9806.65 * 0.3 * SHELL;
      near(see(build(p)).acceleration, force / coupledMass(p), {
        what: "acceleration",
        relative: 1e-14,
      });
      const seen = run(build(p), 5);
      near(account(seen, "densityWork"), force * (seen.position - p["initial.position"]), {
        what: "density work",
        relative: 1e-11,
      });
    },
  }],
  "h1.dragReduction": [{
    predicts: "a descending floater has 1 - d of its drag, another all of it",
    holds() {
      const drag = (position: number) => {
        const p = parametersOf({
          ...GOING_DOWN,
          "initial.position": position,
          "initial.speed": 1,
          "h1.voidFraction": 0,
          "h1.dragReduction": 0.4,
          "floater.dragCoefficient": 1,
        });
        return -see(build(p)).acceleration * coupledMass(p);
      };
      near(drag(GOING_DOWN["initial.position"]), 60, { what: "descending", relative: 1e-13 });
      near(drag(4), 100, { what: "ascending", relative: 1e-13 });
      near(drag(8.5), 100, { what: "top arc", relative: 1e-13 });
    },
  }],
  "h1.power": [{
    predicts: "P_h1 = max(P_1, g rho alpha V_s v) of one descending floater",
    holds() {
      const work = 9806.65 * 0.05 * SHELL;
      for (const [power, expected] of [[20, 20], [5, work]]) {
        const seen = see(
          build({ ...GOING_DOWN, ...STEADY, "initial.speed": 1, "h1.power": power }),
        );
        near(seen.h1Power, expected, { what: `supply of ${power} W`, relative: 1e-14 });
        near(seen.netPower, -expected, { what: "net power", relative: 1e-14 });
      }
    },
  }],
  "h2.enabled": [{
    predicts: "sealed air is as warm as the warm water when it is on",
    holds() {
      for (const [on, expected] of [[true, 333.15], [false, 293.15]] as const) {
        const plant = build({ "h2.enabled": on, "floater.sealed": true, "floater.sealedMass": 1 });
        near(floater(see(plant)).temperature, expected, { what: "temperature", relative: 1e-15 });
      }
    },
  }],
  "h2.waterTemperature": [{
    predicts: "the ceiling rises with T_w / T_a where air never fills the floater",
    holds() {
      const ceiling = (overrides: Overrides) =>
        see(build({ "injector.freeAirVolume": 0.05, ...overrides })).ceiling;
      const cold = ceiling({});
      const warm = ceiling({ "h2.enabled": true, "h2.waterTemperature": 320 });
      near(warm / cold, 320 / 293.15, { what: "ratio", relative: 1e-14 });
    },
  }, {
    predicts: "air at rest takes this temperature",
    holds() {
      const overrides = { "h2.enabled": true, "h2.waterTemperature": 320 };
      const seen = run(build({ ...HELD, ...overrides, "floater.thermalTime": 0.2 }), 20);
      near(floater(seen).temperature, 320, { what: "temperature", relative: 1e-12 });
    },
  }],
  "h2.heatSource": [{
    predicts: "a heater pays for the heat the water gives, a free source does not",
    holds() {
      for (const [source, share] of [["heater", 1], ["free", 0]] as const) {
        const plant = build({ ...HELD, "h2.enabled": true, "h2.heatSource": source });
        const seen = run(plant, 10);
        const heat = account(seen, "waterHeat");
        assert.ok(heat > 1000);
        near(account(seen, "heater"), share * heat, { what: source, relative: 1e-12 });
        near(seen.carnotWork, heat * (1 - 293.15 / 333.15), { what: "Carnot", relative: 1e-14 });
      }
    },
  }],
  "h3.enabled": [{
    predicts: "the clutch of a steady chain opens only when it is on",
    holds() {
      assert.deepEqual(clutchChanges({ "h3.enabled": false }, 7), []);
      assert.deepEqual(clutchChanges({}, 7), [2, 3, 5, 6]);
    },
  }],
  "h3.pulse": [{
    predicts: "it opens a pulse after it closed",
    holds() {
      assert.deepEqual(clutchChanges({ "h3.pulse": 0.75 }, 5), [0.75, 1.75, 2.5, 3.5, 4.25]);
    },
  }],
  "h3.coast": [{
    predicts: "it closes a coast after it opened",
    holds() {
      assert.deepEqual(clutchChanges({ "h3.coast": 0.25 }, 5), [2, 2.25, 4.25, 4.5]);
    },
  }],
};
