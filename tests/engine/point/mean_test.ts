import assert from "node:assert/strict";
import { createModel } from "../../../engine/model.ts";
import { SteadyColumn } from "../../../engine/point/column.ts";
import { COARSE, divideSteadyPitch } from "../../../engine/point/grid.ts";
import { findMeanSpeed, type MeanSpeed } from "../../../engine/point/mean.ts";
import { FRICTIONLESS, near, type Overrides, parametersOf } from "../rig.ts";

// The mean speed against closed forms of PHYSICS.md section 4, for a chain that is pushed.

/** No air at all: the header is nowhere above the water's pressure. */
const NO_AIR = 1.1e5;

function columnOf(overrides: Overrides, header: number): SteadyColumn {
  const model = createModel(parametersOf({ ...FRICTIONLESS, ...overrides }));
  return new SteadyColumn(model, divideSteadyPitch(model, header, COARSE), header);
}

function meanOf(overrides: Overrides, header = NO_AIR): MeanSpeed | "slow" | "fast" {
  const model = createModel(parametersOf({ ...FRICTIONLESS, ...overrides }));
  return findMeanSpeed(model, columnOf(overrides, header));
}

function speedOf(overrides: Overrides, header = NO_AIR): number {
  const found = meanOf(overrides, header);
  if (typeof found === "string") throw new Error(`too ${found}`);
  return found.speed;
}

/** The search ends within 1e-4, or at the root when nothing but the speed changes the drive. */
const EXACT = 1e-12;

Deno.test("mean speed: viscous friction alone", () => {
  const viscous = { "chain.externalForce": 300, "chain.viscousFriction": 250 };
  near(speedOf(viscous), 300 / 250, { what: "speed", relative: EXACT });
  const held = { ...viscous, "chain.coulombFriction": 40, "brake.torque": 60 * 0.8649 };
  near(speedOf(held), 200 / 250, { what: "speed", relative: EXACT });
});

Deno.test("mean speed: drag of every floater, less what nanobubbles spare and push", () => {
  const drag = { "chain.externalForce": 300, "floater.dragCoefficient": 0.8 };
  const each = 0.5 * 1000 * 0.8 * 0.2;
  near(speedOf(drag), Math.sqrt(300 / (29 * each)), { what: "speed", relative: EXACT });
  const bubbles = { "h1.enabled": true, "h1.voidFraction": 0.05, "h1.dragReduction": 0.12 };
  const length = 2 * 8.135 + 2 * Math.PI * 0.8649;
  const descending = 29 * 8.135 / length;
  const push = 9.80665 * 1000 * 0.05 * 20 / 7850 * descending;
  near(
    speedOf({ ...drag, ...bubbles }),
    Math.sqrt((300 + push) / ((29 - 0.12 * descending) * each)),
    { what: "speed with bubbles", relative: EXACT },
  );
});

Deno.test("mean speed: a generator in its linear range, and at its limit", () => {
  const loaded = {
    "chain.externalForce": 3000,
    "generator.gain": 2,
    "generator.cutInSpeed": 30,
    "drivetrain.gearEfficiency": 0.9,
  };
  // G k (G w - w_c) / (eta R) = F
  const torque = 3000 * 0.8649 * 0.9 / 108.9;
  near(speedOf(loaded), (torque / 2 + 30) / 108.9 * 0.8649, { what: "speed", relative: EXACT });
  const limited = { ...loaded, "generator.torqueLimit": 10, "chain.viscousFriction": 500 };
  const rest = 3000 - 108.9 * 10 / 0.9 / 0.8649;
  near(speedOf(limited), rest / 500, { what: "speed at the limit", relative: EXACT });
});

Deno.test("mean speed: slow below 1 mm/s, fast above 100 m/s, found between them", () => {
  const at = (speed: number) =>
    meanOf({ "chain.externalForce": speed, "chain.viscousFriction": 1 });
  for (const speed of [1.001e-3, 2e-3, 0.1, 50, 99.9]) {
    const found = at(speed);
    assert.ok(typeof found === "object", `${speed} m/s is ${found}`);
    near(found.speed, speed, { what: "speed", relative: 1e-9 });
  }
  assert.deepEqual([0, 0.999e-3].map(at), ["slow", "slow"]);
  assert.deepEqual([100.1, 1e4].map(at), ["fast", "fast"]);
});

Deno.test("mean speed: where the lift of air is as large as what it takes to move it", () => {
  const plants: readonly Overrides[] = [
    { "floater.dragCoefficient": 0.8, "chain.viscousFriction": 120 },
    { "generator.gain": 66.4, "chain.coulombFriction": 175 },
    { "floater.dragCoefficient": 0.8, "injector.conductance": 2e-7, "generator.gain": 3 },
  ];
  const header = 2.3e5;
  for (const overrides of plants) {
    const found = meanOf(overrides, header);
    assert.ok(typeof found === "object");
    const excess = (v: number) => excessAt(overrides, { header, v });
    const v = found.speed;
    // The sign changes within the error that is left to the search.
    assert.ok(excess(v * (1 - 1e-4)) > 0 && excess(v * (1 + 1e-4)) < 0, `${v} m/s`);
  }
});

/** Work of a pitch at even speed `v` less what it costs, J. */
function excessAt(overrides: Overrides, { header, v }: { header: number; v: number }): number {
  const column = columnOf(overrides, header);
  const p = parametersOf({ ...FRICTIONLESS, ...overrides });
  column.follow(new Float64Array(column.grid.cells).fill(v));
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  const pitch = sum(column.grid.lengths);
  const w = v / p["chain.sprocketRadius"];
  const ratio = p["drivetrain.gearRatio"];
  const torque = Math.min(
    p["generator.torqueLimit"],
    Math.max(0, p["generator.gain"] * (ratio * w - p["generator.cutInSpeed"])),
  );
  const moved = sum(column.taken) + sum(column.expelled) + column.dumpedMass + column.dumpedWater;
  const drag = 0.5 * p["water.density"] * p["floater.dragCoefficient"] * p["floater.frontalArea"] *
    p["chain.floaterCount"] * v * v;
  const load = ratio * torque / p["drivetrain.gearEfficiency"] / p["chain.sprocketRadius"];
  const force = p["chain.coulombFriction"] + p["chain.viscousFriction"] * v + drag + load;
  return sum(column.work) - 0.5 * moved * v * v - force * pitch;
}

Deno.test("mean speed: with how much less lift more speed is paid", () => {
  const overrides = { "floater.dragCoefficient": 0.8, "chain.viscousFriction": 120 };
  const found = meanOf(overrides, 2.3e5);
  assert.ok(typeof found === "object");
  const work = (v: number) => {
    const column = columnOf(overrides, 2.3e5);
    column.follow(new Float64Array(column.grid.cells).fill(v));
    return column.work.reduce((a, b) => a + b) / column.grid.offsets[column.grid.cells];
  };
  const { speed, slope } = found;
  const measured = (work(speed * 1.01) - work(speed * 0.99)) / (0.02 * speed);
  assert.ok(measured < 0);
  near(slope, measured, { what: "slope", relative: 0.1 });
});
