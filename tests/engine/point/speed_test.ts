import assert from "node:assert/strict";
import { createModel } from "../../../engine/model.ts";
import { SteadyColumn } from "../../../engine/point/column.ts";
import { COARSE, divideSteadyPitch, FINE } from "../../../engine/point/grid.ts";
import { PeriodicSpeed, steadyGeneratorTorque, steadyLoad } from "../../../engine/point/speed.ts";
import { FRICTIONLESS, near, type Overrides, parametersOf } from "../rig.ts";

// The speed within a pitch, against closed forms and the energy of chain and shaft.

const R = 0.8649;
/** No air at all: the header is nowhere above the water's pressure. */
const NO_AIR = 1.1e5;

function periodicOf(overrides: Overrides, { header = NO_AIR, resolution = COARSE } = {}) {
  const model = createModel(parametersOf(overrides));
  const column = new SteadyColumn(model, divideSteadyPitch(model, header, resolution), header);
  return { model, column, periodic: new PeriodicSpeed(model, column) };
}

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

Deno.test("periodic speed: the generator brakes from cut-in to its limit", () => {
  const model = createModel(parametersOf({
    "drivetrain.gearRatio": 100,
    "drivetrain.gearEfficiency": 0.8,
    "generator.cutInSpeed": 30,
    "generator.gain": 2,
    "generator.torqueLimit": 50,
    "generator.windage": 7,
  }));
  const speeds = [0, 0.25, 0.3, 0.4, 0.55, 0.6];
  assert.deepEqual(speeds.map((w) => steadyGeneratorTorque(model, w)), [0, 0, 0, 20, 50, 50]);
  for (const w of speeds) {
    const load = 100 * steadyGeneratorTorque(model, w) / 0.8 + 7 * w * w;
    near(steadyLoad(model, w), load, { what: "load", relative: 1e-15 });
  }
});

Deno.test("periodic speed: where nothing varies it is even, and settles from anywhere", () => {
  const even = {
    ...FRICTIONLESS,
    "floater.shellDensity": 1000,
    "chain.externalForce": 3000,
    "chain.viscousFriction": 500,
    "generator.gain": 2,
    "generator.cutInSpeed": 20,
    "generator.windage": 40,
  } as const;
  for (const clutch of ["rigid", "overrunning"] as const) {
    for (const limit of [300, 6]) {
      const overrides = {
        ...even,
        "drivetrain.clutch": clutch,
        "generator.torqueLimit": limit,
      } as const;
      const { model, column, periodic } = periodicOf(overrides);
      for (const begin of [0.3, 3]) {
        periodic.start(begin);
        column.follow(periodic.speeds);
        for (let i = 0; i < 5; i++) periodic.solve(0);
        const v = periodic.lowest;
        const force = 3000 - 500 * v - steadyLoad(model, v / R) / R;
        near(force, 0, { what: `force at ${v} m/s, ${clutch}`, absolute: 1e-6 });
        near(periodic.highest, v, { what: "highest", relative: 1e-12 });
        near(sum(periodic.shaftWork), steadyLoad(model, v / R) * model.pitch / R, {
          what: "work on the shaft",
          relative: 1e-9,
        });
        assert.equal(periodic.clutchLoss, 0);
        assert.ok(periodic.solve(0) < 1e-9, "it stays");
      }
    }
  }
});

Deno.test("periodic speed: the first solution says how far it is from the start", () => {
  const { column, periodic } = periodicOf({
    ...FRICTIONLESS,
    "floater.shellDensity": 1000,
    "chain.externalForce": 300,
    "chain.viscousFriction": 250,
  });
  periodic.start(0.6);
  column.follow(periodic.speeds);
  near(periodic.solve(0), 1, { what: "from 0.6 m/s to 1.2 m/s", relative: 1e-6 });
});

Deno.test("periodic speed: a chain that friction holds has none", () => {
  const { column, periodic } = periodicOf({ "chain.coulombFriction": 1e6 }, { header: 2.3e5 });
  periodic.start(0.2);
  column.follow(periodic.speeds);
  assert.ok(Number.isNaN(periodic.solve(0)));
});

/** Plants whose speed goes up and down in every pitch, the last one's clutch frees in each. */
const UNEVEN: Readonly<Record<string, Overrides>> = {
  "rigid": { "chain.floaterCount": 7, "generator.gain": 0.6, "generator.torqueLimit": 20 },
  "pushed and braked": { "chain.externalForce": 300, "brake.torque": 200, "h1.enabled": true },
  "overrunning": {
    "chain.floaterCount": 7,
    "drivetrain.clutch": "overrunning",
    "flywheel.inertia": 2000,
    "generator.gain": 0.004,
    "generator.windage": 5,
  },
};

for (const [name, overrides] of Object.entries(UNEVEN)) {
  Deno.test(`periodic speed: chain and shaft end with the energy they began with, ${name}`, () => {
    const { model, column, periodic } = periodicOf(overrides, { header: 2.3e5, resolution: FINE });
    const { grid } = column;
    periodic.start(0.25);
    let change = Infinity;
    for (let i = 0; i < 60 && change > 1e-11; i++) {
      column.follow(periodic.speeds);
      change = periodic.solve(-2000);
    }
    assert.ok(change <= 1e-11, `${change}`);
    const { speeds, shaftSpeeds, shaftWork } = periodic;
    assert.ok(periodic.highest > periodic.lowest);
    const p = model.parameters;
    const dump = periodic.dumpExpelled + periodic.dumpAccretion + periodic.dumpShaftWork;
    let chain = -dump - periodic.clutchLoss;
    let shaft = periodic.dumpShaftWork;
    for (let i = 0; i < grid.cells; i++) {
      const [v, w, length] = [speeds[i], shaftSpeeds[i], grid.lengths[i]];
      const descending = grid.descending[i];
      const held = p["chain.coulombFriction"] + p["brake.torque"] / R;
      const dragged = model.count - model.h1DragReduction * descending;
      const force = p["chain.externalForce"] + model.h1Force * descending - held -
        p["chain.viscousFriction"] * v - model.halfDrag * dragged * v * v;
      const moved = 0.5 * (column.taken[i] + column.expelled[i]) * v * v;
      chain += column.work[i] + grid.shellWork[i] + force * length - moved - shaftWork[i];
      shaft += shaftWork[i] - steadyLoad(model, w) * w * length / v;
    }
    const turnedOver = sum(column.work.map(Math.abs));
    near(chain, 0, { what: "chain", absolute: 1e-8 * turnedOver });
    near(shaft, 0, { what: "shaft", absolute: 1e-8 * turnedOver });
    const isFree = [...speeds].map((v, i) => shaftSpeeds[i] > v / R * (1 + 1e-9));
    assert.equal(isFree.includes(true), name === "overrunning");
    assert.ok(isFree.includes(false));
  });
}
